"""Applications that come to nothing: rejected by the institution or withdrawn by the client, and reopened."""

from dataclasses import dataclass
from datetime import date

from amana.kernel.codes.lookup import require_value
from amana.kernel.codes.seeds import CLIENT_REJECT_REASON, CLIENT_WITHDRAW_REASON
from amana.kernel.commands import handles
from amana.kernel.outcome import Outcome
from amana.parties.clients.states import ClientVerb
from amana.parties.clients.store import ClientStore, outcome_of
from amana.parties.dates import require_not_before, require_not_future


@dataclass(frozen=True, kw_only=True)
class RejectClient:
    """``reason`` is a value of the code ClientRejectReason."""

    client: int
    on: date
    reason: int


@dataclass(frozen=True, kw_only=True)
class WithdrawClient:
    """``reason`` is a value of the code ClientWithdrawReason."""

    client: int
    on: date
    reason: int


@dataclass(frozen=True, kw_only=True)
class UndoClientRejection:
    """The application is taken up again on a day."""

    client: int
    on: date


@dataclass(frozen=True, kw_only=True)
class UndoClientWithdrawal:
    """The application is taken up again on a day."""

    client: int
    on: date


@handles(RejectClient, permission="REJECT_CLIENT")
def reject(command: RejectClient, clients: ClientStore) -> Outcome:
    """Refuses a day before the application or in the future."""
    require_value(clients.work.session, CLIENT_REJECT_REASON, command.reason, field="reason")
    return _turn_away(command, clients, ClientVerb.REJECT, "rejected", "rejection_reason_id")


@handles(WithdrawClient, permission="WITHDRAW_CLIENT")
def withdraw(command: WithdrawClient, clients: ClientStore) -> Outcome:
    """Refuses a day before the application or in the future."""
    require_value(clients.work.session, CLIENT_WITHDRAW_REASON, command.reason, field="reason")
    return _turn_away(command, clients, ClientVerb.WITHDRAW, "withdrawn", "withdrawal_reason_id")


@handles(UndoClientRejection, permission="UNDOREJECT_CLIENT")
def undo_rejection(command: UndoClientRejection, clients: ClientStore) -> Outcome:
    """Refuses a day before the rejection or in the future."""
    return _reopen(command, clients, ClientVerb.UNDO_REJECTION, "rejected", "rejection_reason_id")


@handles(UndoClientWithdrawal, permission="UNDOWITHDRAWAL_CLIENT")
def undo_withdrawal(command: UndoClientWithdrawal, clients: ClientStore) -> Outcome:
    """Refuses a day before the withdrawal or in the future."""
    return _reopen(command, clients, ClientVerb.UNDO_WITHDRAWAL, "withdrawn", "withdrawal_reason_id")


def _turn_away(
    command: RejectClient | WithdrawClient,
    clients: ClientStore,
    verb: ClientVerb,
    step: str,
    reason_column: str,
) -> Outcome:
    record = clients.load(command.client)
    status = record.after(verb)
    require_not_future("on", command.on, clients.work.business_date)
    require_not_before("on", command.on, record.submitted_on, "the application")
    clients.step(record.id, step, command.on, status=str(status), **{reason_column: command.reason})
    return outcome_of(record, {"status": status, f"{step}_on": command.on, "reason": command.reason})


def _reopen(
    command: UndoClientRejection | UndoClientWithdrawal,
    clients: ClientStore,
    verb: ClientVerb,
    step: str,
    reason_column: str,
) -> Outcome:
    record = clients.load(command.client)
    status = record.after(verb)
    require_not_future("on", command.on, clients.work.business_date)
    turned_away = record.rejected_on if step == "rejected" else record.withdrawn_on
    require_not_before("on", command.on, turned_away, f"the client was {step}")
    undone = {f"{step}_on": None, f"{step}_by": None, reason_column: None}
    clients.step(record.id, "reopened", command.on, status=str(status), **undone)
    return outcome_of(record, {"status": status, "reopened_on": command.on})
