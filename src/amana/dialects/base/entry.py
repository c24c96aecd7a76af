"""From a request to a response: find the row, the tenant and the actor, then let the row do its work."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog

from amana.dialects.base.codecs import Spelling
from amana.dialects.base.core import TENANT_PARAMETER, Core
from amana.dialects.base.desk import Desk, refused
from amana.dialects.base.dialect import Dialect
from amana.dialects.base.faults import (
    BadRequest,
    EdgeRefusal,
    Fault,
    FaultKind,
    NoSuchRecord,
    NotYet,
    Unauthenticated,
    Unreadable,
)
from amana.dialects.base.fields import Field, Fields, InnerFaults, prefixed
from amana.dialects.base.request import Request, Response
from amana.dialects.base.rows import Does, Odd, Row, Shows, Unsupported
from amana.kernel.answer import Answer
from amana.kernel.pipeline import note_unreadable
from amana.kernel.references import UnknownReference
from amana.kernel.refusals import Refused, StaleActor, Unavailable
from amana.kernel.refusals import Unauthenticated as RefusedLogin

log = structlog.get_logger()

REFUSED_FROM = 400

VERIFICATIONS = 5
"""How often a caller is verified anew while others keep changing users and rights at the same moment."""


@dataclass(frozen=True)
class Entry:
    """Serves one dialect. Knows nothing of HTTP servers: ``respond`` is what they call."""

    core: Core
    dialect: Dialect
    watch: Callable[[str, Row | None, Response], None] = field(default=lambda *_: None)

    def respond(self, request: Request) -> Response:
        """The response to a request; never raises."""
        row: Row | None = None
        try:
            row, request.places = self._find(request)
            response = self._serve(row, request)
        except EdgeRefusal as refusal:
            response = self.dialect.errors.edge(refusal, row)
        except Refused as refusal:
            response = _sent(self._refused(refusal, row, request))
        except Exception:
            log.exception("request_failed", dialect=self.dialect.name, operation=row and row.id)
            response = self.dialect.errors.crashed(request.request_id)
        if response.status >= REFUSED_FROM:
            response = self.dialect.located(response, request)
        self.watch(self.dialect.name, row, response)
        return response

    def allowed(self, path: str) -> tuple[str, ...]:
        """The methods known at a path; raises ``UnknownPath``."""
        return self.dialect.router.methods(self.dialect.addressed(path))

    def _find(self, request: Request) -> tuple[Row, dict[str, str]]:
        request.spelled, request.lenient = self.dialect.spelling, self.dialect.lenient
        return self.dialect.router.find(
            request.method,
            self.dialect.addressed(request.path),
            request.query,
            request.content_type,
            request.headers.get("accept", ""),
        )

    def _serve(self, row: Row, request: Request) -> Response:
        tenant = self.core.tenant_of(request)
        if row.public and isinstance(row, Odd):
            return _sent_or_shown(row.function(request, self.core, tenant), row, self.dialect, request)
        credentials = self.dialect.credentials(request)
        try:
            actor = self.core.verify(tenant, credentials, address=request.address)
        except RefusedLogin:
            raise Unauthenticated from None
        desk = Desk(self.core, self.dialect, row, request, tenant, actor)
        for _ in range(VERIFICATIONS):
            try:
                self.dialect.admits(desk)
                return carry_out(desk)
            except StaleActor:
                try:
                    desk.actor = self.core.verify(tenant, credentials, address=request.address, again=True)
                except RefusedLogin:
                    raise Unauthenticated from None
        raise Unavailable

    def _refused(self, refusal: Refused, row: Row | None, request: Request) -> Answer:
        try:
            return refused(self.dialect, refusal, row, request)
        except BadRequest:
            request.body = b""
            return refused(self.dialect, refusal, row, request)


def carry_out(desk: Desk) -> Response:
    """Do what the row says."""
    row = desk.row
    if isinstance(row, Does):
        return desk.do(readable_command(desk, row), row.answers)
    if isinstance(row, Shows):
        result = desk.ask(desk.settled(query_of(row, desk.request)))
        return desk.show(row.shape.render(result, desk.request))
    if isinstance(row, Odd):
        return _sent_or_shown(row.function(desk.request, desk), row, desk.dialect, desk.request)
    if isinstance(row, Unsupported):
        raise NotYet(row.id)
    raise TypeError(row)


def readable_command(desk: Desk, row: Does) -> Any:
    """The command a request stands for; a request that stands for none is audited as refused."""
    try:
        return desk.settled(command_of(row, desk.request))
    except BadRequest as refusal:
        problems = [{"field": fault.name, "kind": fault.kind.value} for fault in refusal.faults]
        note_unreadable(desk.tenant, desk.actor, row.command, desk.dialect.name, problems)
        raise
    except UnknownReference as refusal:
        problems = [{"field": refusal.kind, "kind": "unknown"}]
        note_unreadable(desk.tenant, desk.actor, row.command, desk.dialect.name, problems)
        raise


def command_of(row: Does, request: Request) -> Any:
    """The command a request stands for; raises ``BadRequest`` with every fault, or ``NoSuchRecord``."""
    values = {**row.given, **path_values(row.path, request)}
    spelling = request.spelling
    tolerated = row.tolerates | spelling.consumed
    found, faults = row.fields.gather(request.object, spelling, tolerated=tolerated)
    values.update(found)
    if row.from_query.rows:
        more, wrong = query_values(row.from_query, request)
        values.update(more)
        faults.extend(wrong)
    if faults:
        raise BadRequest(tuple(faults))
    return row.command(**values)


def query_of(row: Shows, request: Request) -> Any:
    """The query a request stands for."""
    values = {**row.given, **path_values(row.path, request)}
    found, faults = query_values(row.filters, request)
    values.update(found)
    if row.listing is not None:
        more, wrong = row.listing.gather(request)
        values.update(more)
        faults.extend(wrong)
    if row.closed:
        faults.extend(_unlisted(row, request))
    if faults:
        raise BadRequest(tuple(faults))
    return row.query(**values)


def _unlisted(row: Shows, request: Request) -> Iterator[Fault]:
    """Parameters that this operation does not know."""
    known = {one.wire for one in row.filters} | {TENANT_PARAMETER, "pretty"}
    if row.listing is not None:
        known |= {one["name"] for one in row.listing.parameters()}
    for name, text in request.query.items():
        if name not in known:
            yield Fault(FaultKind.UNSUPPORTED, name, text)


def path_values(path: tuple[Field, ...], request: Request) -> dict[str, Any]:
    """What the placeholders say; a word where an id belongs is a record that does not exist."""
    values: dict[str, Any] = {}
    for place in path:
        text = request.places[place.wire]
        try:
            values[place.ours] = place.codec.read(text, request.spelling)
        except Unreadable:
            raise NoSuchRecord(place.wire.removesuffix("Id"), text) from None
    return values


def query_values(filters: Fields, request: Request) -> tuple[dict[str, Any], list[Fault]]:
    """What the query string says, of the parameters listed; others are ignored, as the wire does."""
    values: dict[str, Any] = {}
    faults: list[Fault] = []
    for row in filters:
        text = request.query.get(row.wire)
        if text is None or not text.strip():
            if row.required:
                faults.append(Fault(FaultKind.MISSING, row.wire))
            continue
        _read_parameter(row, text, request.spelling, values, faults)
    return values, faults


def _read_parameter(
    row: Field, text: str, spelling: Spelling, values: dict[str, Any], faults: list[Fault]
) -> None:
    try:
        values[row.ours] = row.codec.read(text, spelling)
    except Unreadable as wrong:
        faults.append(Fault(wrong.kind, row.wire, text, wrong.args))
    except InnerFaults as inner:
        faults.extend(prefixed(row.wire, fault) for fault in inner.faults)


def _sent(answer: Answer) -> Response:
    headers: Mapping[str, str] = answer.headers
    return Response(answer.status, answer.body, answer.content_type, dict(headers))


def _sent_or_shown(result: Any, row: Row, dialect: Dialect, request: Request) -> Response:
    if isinstance(result, Response):
        return result
    return Response(row.status, dialect.finish(result, request))
