"""What a row works with while it serves one request: the tenant, the actor, and the way to ask and to do."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from amana.dialects.base.core import TENANT_PARAMETER, Core
from amana.dialects.base.dialect import Dialect
from amana.dialects.base.faults import BadRequest, FaultKind
from amana.dialects.base.json_in import JsonIn, Number
from amana.dialects.base.late import has_late, settled
from amana.dialects.base.request import Request, Response
from amana.dialects.base.rows import Answer as Shape
from amana.dialects.base.rows import Row
from amana.kernel.answer import Answer
from amana.kernel.context import Actor, Work
from amana.kernel.idempotency import MAX_KEY_LENGTH, IdempotencyKey
from amana.kernel.inquiry import answer as answer_query
from amana.kernel.inquiry import reading
from amana.kernel.outcome import Outcome, PendingApproval
from amana.kernel.pipeline import Submission, submit
from amana.kernel.previews import previewed
from amana.kernel.queries import PageRequest
from amana.kernel.refusals import Refused, Throttled, Unavailable
from amana.kernel.tenant import Tenant

IDEMPOTENCY_HEADER = "idempotency-key"
DRY_RUN_HEADER = "x-dry-run"
NOT_PART_OF_CONTENT = frozenset({TENANT_PARAMETER, "pretty", "fields"})


@dataclass(slots=True)
class Desk:
    """One request being served by one actor."""

    core: Core
    dialect: Dialect
    row: Row
    request: Request
    tenant: Tenant
    actor: Actor

    def ask(self, query: Any) -> Any:
        """Answer a query with the actor's rights; raises ``Refused``."""
        with reading(self.tenant, self.actor) as at:
            return answer_query(self._bounded(query), at)

    def _bounded(self, query: Any) -> Any:
        """The query with its page no larger than this process holds in memory at once."""
        page, largest = getattr(query, "page", None), self.core.largest_list
        if isinstance(page, PageRequest) and (page.limit is None or page.limit > largest):
            return replace(query, page=replace(page, limit=largest))
        return query

    def settled(self, value: Any) -> Any:
        """A command or query with the records it names by key or number found; raises ``Refused``."""
        if not (self.dialect.names_records and has_late(value)):
            return value
        with reading(self.tenant, self.actor) as at:
            return settled(value, at)

    def do(self, command: Any, answers: Shape, *, status: int | None = None, body: JsonIn = None) -> Response:
        """Put a command through the pipeline and word what became of it.

        ``body`` is what the audit keeps, where it is not the request's JSON object.
        """
        dry_run = only_tried(self.request)
        renderer = RowRenderer(self, answers, self.row.status if status is None else status, dry_run=dry_run)
        sent = self._sent() if body is None else body
        submission = Submission(
            command=command,
            actor=self.actor,
            source=self.dialect.name,
            idempotency=self.idempotency_key(),
            body=plain_json(sent) if isinstance(sent, dict) else None,
            dry_run=dry_run,
        )
        answer = submit(self.tenant, submission, renderer)
        headers = dict(answer.headers)
        if answer.replayed:
            headers["idempotent-replayed"] = "true"
        if dry_run:
            headers[DRY_RUN_HEADER] = "true"
        return Response(answer.status, answer.body, answer.content_type, headers)

    def show(self, value: Any, *, status: int | None = None) -> Response:
        """Plain JSON values as the dialect sends them."""
        body = self.dialect.finish(value, self.request)
        return Response(self.row.status if status is None else status, body)

    def idempotency_key(self) -> IdempotencyKey | None:
        """The client's key, bound to what it came with."""
        key = self.request.headers.get(IDEMPOTENCY_HEADER, "").strip()
        if not key:
            return None
        if len(key) > MAX_KEY_LENGTH:
            raise BadRequest.of(FaultKind.TOO_LONG, "Idempotency-Key", None, MAX_KEY_LENGTH)
        request = self.request
        query = sorted((k, v) for k, v in request.query.items() if k not in NOT_PART_OF_CONTENT)
        path = f"{self.dialect.name}:{request.path}?{query}"
        return IdempotencyKey.of(key, request.method, path, canonical(request))

    def _sent(self) -> JsonIn:
        return self.request.json if self.request.is_json else None


def only_tried(request: Request) -> bool:
    """Whether the request asks for a dry run; a word that says neither is refused, lest it is carried out."""
    asked = request.headers.get(DRY_RUN_HEADER, "").strip().lower()
    if asked not in ("", "true", "false"):
        raise BadRequest.of(FaultKind.NOT_A_BOOLEAN, "X-Dry-Run", asked)
    return asked == "true"


def canonical(request: Request) -> bytes:
    """The body in a form that is the same for the same content, however it is spaced or ordered."""
    if request.is_json:
        return json.dumps(request.json, sort_keys=True, separators=(",", ":")).encode()
    boundary = request.headers.get("content-type", "").partition("boundary=")[2].strip('"')
    body = request.body.replace(boundary.encode(), b"") if boundary else request.body
    return hashlib.sha256(body).digest()


def plain_json(value: JsonIn) -> Any:
    """A decoded body with its numbers as numbers again where that loses nothing (for the audit)."""
    if isinstance(value, Number):
        return int(value) if value.lstrip("-").isdigit() else str(value)
    if isinstance(value, dict):
        return {key: plain_json(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [plain_json(inner) for inner in value]
    return value


@dataclass(slots=True)
class RowRenderer:
    """Words the pipeline's result as the row says, inside the command's transaction."""

    desk: Desk
    answers: Shape
    status: int
    dry_run: bool = False

    def done(self, outcome: Outcome, work: Work) -> Answer:
        """The command was carried out; a shape with ``seen`` looks at what it shows while the transaction is open.

        Of a dry run a shape with ``tried`` words the records before and after as well.
        """
        if self.dry_run and (tried := getattr(self.answers, "tried", None)) is not None:
            desk = self.desk
            body = tried(outcome, previewed(desk.tenant, outcome, work), desk.request)
            return Answer(status=self.status, body=desk.dialect.finish(body, desk.request))
        seen = getattr(self.answers, "seen", None)
        return self._worded(outcome if seen is None else seen(outcome, work))

    def pending(self, pending: PendingApproval) -> Answer:
        """The command waits for a checker."""
        return self._worded(pending)

    def refused(self, refusal: Refused) -> Answer:
        """The command was refused."""
        return refused(self.desk.dialect, refusal, self.desk.row, self.desk.request)

    def _worded(self, result: Any) -> Answer:
        desk = self.desk
        body = desk.dialect.finish(self.answers.render(result, desk.request), desk.request)
        return Answer(status=self.status, body=body)


def refused(dialect: Dialect, refusal: Refused, row: Row | None, request: Request) -> Answer:
    """A refusal in the dialect's words, as the pipeline stores it."""
    sent: Mapping[str, JsonIn] = {}
    if request.is_json and isinstance(request.json, dict):
        sent = request.json
    response = dialect.errors.refused(refusal, row, sent)
    headers = dict(response.headers)
    if isinstance(refusal, Unavailable | Throttled):
        headers["retry-after"] = str(getattr(refusal, "retry_after_s", 1))
    return Answer(
        status=response.status, body=response.body, content_type=response.content_type, headers=headers
    )
