"""Requests to pay otherwise, as rows."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import sqlalchemy as sa

from amana.kernel.codec import from_plain, to_plain
from amana.kernel.codes.records import code_value
from amana.kernel.context import Reading, Work
from amana.kernel.refusals import NotAllowedInState, NotFound
from amana.loans.records import reschedule_request
from amana.loans.rescheduling.terms import RescheduleStatus, RescheduleTerms
from amana.storage.statement import Statement

KIND = "reschedule request"


@dataclass(frozen=True, slots=True, kw_only=True)
class RescheduleRequest:
    """A request and what became of it."""

    id: int
    loan: int
    status: RescheduleStatus
    changes: RescheduleTerms
    reason: int | None
    reason_name: str | None
    comment: str | None
    submitted_on: date
    submitted_by: int
    decided_on: date | None
    decided_by: int | None

    @property
    def approved_on(self) -> date | None:
        """When it was approved."""
        return self.decided_on if self.status is RescheduleStatus.APPROVED else None

    @property
    def rejected_on(self) -> date | None:
        """When it was rejected."""
        return self.decided_on if self.status is RescheduleStatus.REJECTED else None


_ADD = Statement(
    sa.insert(reschedule_request).returning(reschedule_request.c.id),
    columns=["loan_id", "status", "changes", "reason_id", "comment", "submitted_on", "submitted_by"],
)
SELECT = sa.select(*reschedule_request.c, code_value.c.name.label("reason_name")).select_from(
    reschedule_request.outerjoin(code_value, code_value.c.id == reschedule_request.c.reason_id)
)
_ONE = SELECT.where(reschedule_request.c.id == sa.bindparam("request"))
_READ, _LOCKED = Statement(_ONE), Statement(_ONE.with_for_update(of=reschedule_request))
_DECIDE = Statement(
    sa.update(reschedule_request)
    .where(reschedule_request.c.id == sa.bindparam("request"))
    .values(status=sa.bindparam("new_status"), decided_on=sa.bindparam("on"), decided_by=sa.bindparam("user"))
)


def request_of(row: dict[str, Any]) -> RescheduleRequest:
    """The request of a row."""
    return RescheduleRequest(
        id=row["id"],
        loan=row["loan_id"],
        status=RescheduleStatus(row["status"]),
        changes=from_plain(RescheduleTerms, row["changes"]),
        reason=row["reason_id"],
        reason_name=row["reason_name"],
        comment=row["comment"],
        submitted_on=row["submitted_on"],
        submitted_by=row["submitted_by"],
        decided_on=row["decided_on"],
        decided_by=row["decided_by"],
    )


def read_request(reading: Reading, request: int) -> RescheduleRequest:
    """A request; raises NotFound."""
    row = reading.session.record(_READ, request=request)
    if row is None:
        raise NotFound(kind=KIND, id=request)
    return request_of(row)


class Requests:
    """The requests of the tenant, for commands."""

    def __init__(self, work: Work) -> None:
        self.work = work

    def add(
        self, loan: int, changes: RescheduleTerms, on: date, reason: int | None, comment: str | None
    ) -> int:
        """Store a new request and give its id."""
        return self.work.session.insert(
            _ADD,
            loan_id=loan,
            status=str(RescheduleStatus.PENDING),
            changes=to_plain(changes),
            reason_id=reason,
            comment=comment,
            submitted_on=on,
            submitted_by=self.work.actor.user_id,
        )

    def pending(self, request: int) -> RescheduleRequest:
        """Lock a request that nobody has decided yet."""
        row = self.work.session.record(_LOCKED, request=request)
        if row is None:
            raise NotFound(kind=KIND, id=request)
        found = request_of(row)
        if found.status is not RescheduleStatus.PENDING:
            raise NotAllowedInState(kind=KIND, status=str(found.status), verb="a decision")
        return found

    def decide(self, request: int, status: RescheduleStatus, on: date) -> None:
        """Note what became of it."""
        self.work.session.run(
            _DECIDE, request=request, new_status=str(status), on=on, user=self.work.actor.user_id
        )
