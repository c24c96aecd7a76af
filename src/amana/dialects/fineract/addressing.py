"""Records addressed by their external id: ``loans/external-id/{externalId}/...`` wherever ``loans/{loanId}/...`` is."""

from amana.dialects.base.desk import Desk
from amana.dialects.base.faults import NoSuchRecord
from amana.kernel import identities
from amana.kernel.inquiry import reading

MARK = "external-id"
KINDS = {"loanId": "loan"}
"""Placeholders that may hold an external id, and the kind of record they stand for."""
COLLECTIONS = frozenset({"loans"})


def addressed(path: str) -> str:
    """The path with an external id and what announces it in one segment."""
    segments = path.strip("/").split("/")
    if len(segments) > 2 and segments[0] in COLLECTIONS and segments[1] == MARK:
        return "/" + "/".join([segments[0], f"{MARK}/{segments[2]}".replace("/", ":"), *segments[3:]])
    return path


def admits(desk: Desk) -> None:
    """Put the id in the place of an external id; ``NoSuchRecord`` where nothing bears it."""
    for place, text in desk.request.places.items():
        if place in KINDS and text.startswith(f"{MARK}:"):
            wanted = text.removeprefix(f"{MARK}:")
            with reading(desk.tenant, desk.actor) as at:
                found = identities.id_by_external_id(at.session, KINDS[place], wanted)
            if found is None:
                raise NoSuchRecord(KINDS[place], wanted)
            desk.request.places = {**desk.request.places, place: str(found)}
