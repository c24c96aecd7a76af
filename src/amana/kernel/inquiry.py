"""Asking: a query runs with the actor's rights in a transaction that sees one moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from amana.kernel.context import Actor, Reading
from amana.kernel.pipeline import require_fresh
from amana.kernel.queries import query_spec
from amana.kernel.refusals import Unavailable
from amana.kernel.tenant import Tenant
from amana.storage.engine import DatabaseUnavailable


@contextmanager
def reading(tenant: Tenant, actor: Actor) -> Iterator[Reading]:
    """A reading at one moment, for one or several queries."""
    try:
        with tenant.database.reading() as session:
            moment = tenant.moment(session)
            require_fresh(actor, moment)
            yield Reading(session, actor, moment)
    except DatabaseUnavailable as error:
        raise Unavailable from error


def answer(query: Any, at: Reading) -> Any:
    """The view that answers ``query``, after checking the permission; also works inside a command."""
    spec = query_spec(query)
    if spec.permission is not None:
        at.actor.require(spec.permission)
    return spec.handler(query, at)


def ask(tenant: Tenant, actor: Actor, query: Any) -> Any:
    """Open a reading and answer one query."""
    with reading(tenant, actor) as at:
        return answer(query, at)
