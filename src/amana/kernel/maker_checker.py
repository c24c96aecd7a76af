"""Maker-checker: a command that needs a second pair of eyes is stored, and carried out when approved."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from amana.kernel import audit
from amana.kernel.access.records import office, permission
from amana.kernel.codec import REDACTED, command_from_payload, command_payload
from amana.kernel.commands import CommandSpec, handles, spec_named
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome, PendingApproval
from amana.kernel.records import audit as audit_row
from amana.kernel.records import pending_command
from amana.kernel.refusals import NotAllowedInState, NotFound, NotPermitted
from amana.storage.statement import Statement

SETTING = "maker-checker"
SAME_MAKER_SETTING = "enable-same-maker-checker"

_NEEDS = Statement(sa.select(permission.c.needs_checker).where(permission.c.code == sa.bindparam("code")))
_HOLD = Statement(
    sa.insert(pending_command),
    columns=["audit_id", "command", "payload", "permission", "maker_id", "made_at"],
)
_LOCK = Statement(
    sa.select(
        pending_command.c.command,
        pending_command.c.payload,
        pending_command.c.permission,
        pending_command.c.maker_id,
        pending_command.c.status,
        audit_row.c.resource_id,
        audit_row.c.office_id,
        audit_row.c.client_id,
        audit_row.c.group_id,
        audit_row.c.loan_id,
        audit_row.c.savings_id,
        office.c.hierarchy,
    )
    .select_from(
        pending_command.join(audit_row, audit_row.c.id == pending_command.c.audit_id).outerjoin(
            office, office.c.id == audit_row.c.office_id
        )
    )
    .where(pending_command.c.audit_id == sa.bindparam("number"))
    .with_for_update(of=pending_command)
)
_DECIDE = Statement(
    sa.update(pending_command)
    .where(pending_command.c.audit_id == sa.bindparam("number"))
    .values(
        status=sa.bindparam("new_status"),
        checker_id=sa.bindparam("checker"),
        checked_at=sa.bindparam("at"),
        payload=sa.bindparam("kept"),
    )
)


@dataclass(frozen=True)
class _Held:
    command: str
    payload: Any
    permission: str
    maker_id: int
    status: str
    resource_id: str | None
    office_id: int | None
    client_id: int | None
    group_id: int | None
    loan_id: int | None
    savings_id: int | None
    hierarchy: str | None


def needs_checker(work: Work, spec: CommandSpec) -> bool:
    """Whether the institution wants this command checked: the general setting and the permission's own."""
    setting = work.moment.settings.get(SETTING)
    if not spec.checkable or setting is None or not setting.enabled or work.actor.is_system:
        return False
    return bool(work.session.scalar(_NEEDS, code=spec.permission))


def hold(work: Work, spec: CommandSpec, command: Any, body: dict[str, Any], source: str) -> PendingApproval:
    """Store the command for a checker."""
    entry = audit.AuditEntry(
        spec=spec,
        actor=work.actor,
        moment=work.moment,
        number=work.command_id,
        source=source,
        body=body,
        result=audit.Result.AWAITING,
    )
    kept = spec.before_holding(command, work) if spec.before_holding else command
    about = audit.presumed(spec, command, work.actor)
    audit.write(work.session, entry, about)
    work.session.run(
        _HOLD,
        audit_id=work.command_id,
        command=spec.name,
        payload=command_payload(kept),
        permission=spec.permission,
        maker_id=work.actor.user_id,
        made_at=work.now,
    )
    resource = about.id if isinstance(about.id, int) else None
    return PendingApproval(audit_id=work.command_id, office=about.office, resource=resource)


@dataclass(frozen=True, kw_only=True)
class ApprovePendingCommand:
    """Carry out what another user submitted. ``pending`` is its audit number."""

    pending: int


@dataclass(frozen=True, kw_only=True)
class RejectPendingCommand:
    """Put a stored command aside for good."""

    pending: int


@handles(ApprovePendingCommand, permission="APPROVE_PENDINGCOMMAND", checkable=False, open_to_all=True)
def approve(command: ApprovePendingCommand, work: Work) -> Outcome:
    """The checker needs the ``_CHECKER`` right of the stored command and must not be its maker."""
    held = _locked(work, command.pending)
    spec = spec_named(held.command)
    stored = command_from_payload(spec, held.payload)
    work.checking = True
    inner = spec.carry_out(stored, work)
    _decide(work, command.pending, "approved", _kept(spec, held))
    return Outcome(
        kind=audit.DECISION,
        id=command.pending,
        office=inner.office,
        client=inner.client,
        group=inner.group,
        loan=inner.loan,
        savings=inner.savings,
        more={"outcome": inner},
    )


@handles(RejectPendingCommand, permission="REJECT_PENDINGCOMMAND", checkable=False, open_to_all=True)
def reject(command: RejectPendingCommand, work: Work) -> Outcome:
    """The checker, or the maker himself, withdraws the stored command."""
    held = _locked(work, command.pending, maker_too=True)
    _decide(work, command.pending, "rejected", _kept(spec_named(held.command), held))
    return Outcome(
        kind=audit.DECISION,
        id=command.pending,
        office=held.office_id,
        client=held.client_id,
        group=held.group_id,
        loan=held.loan_id,
        savings=held.savings_id,
        more={"outcome": Outcome(kind="", id=held.resource_id or "")},
    )


def _locked(work: Work, number: int, *, maker_too: bool = False) -> _Held:
    held = work.session.one(_LOCK, _Held, number=number)
    if held is None:
        raise NotFound(kind="pending command", id=number)
    work.require_scope("pending command", number, held.hierarchy)
    if held.status != "awaiting":
        raise NotAllowedInState(kind="pending command", status=held.status, verb="checking")
    is_maker = held.maker_id == work.actor.user_id
    if is_maker and maker_too:
        return held
    same_maker = work.moment.settings.get(SAME_MAKER_SETTING)
    if is_maker and not (same_maker and same_maker.enabled):
        raise NotPermitted(username=work.actor.username, permission=f"{held.permission}_CHECKER")
    work.actor.require(f"{held.permission}_CHECKER")
    return held


def _kept(spec: CommandSpec, held: _Held) -> dict[str, Any]:
    """The stored command once it is decided: its secrets are needed no longer."""
    return {name: REDACTED if name in spec.secret_fields else value for name, value in held.payload.items()}


def _decide(work: Work, number: int, status: str, kept: dict[str, Any]) -> None:
    work.session.run(
        _DECIDE, number=number, new_status=status, checker=work.actor.user_id, at=work.now, kept=kept
    )
