"""The life of a loan as a table: what may be done in which state, and what it is afterwards.

Where a verb moves money the balance has the last word: nothing owed makes an active loan closed, or overpaid.
"""

from enum import StrEnum

from amana.kernel.refusals import NotAllowedInState
from amana.loans.kinds import LoanStatus as S


class Verb(StrEnum):
    """What can be done to a loan."""

    MODIFY = "modification"
    DELETE = "deletion"
    APPROVE = "approval"
    UNDO_APPROVAL = "undoing the approval"
    REJECT = "rejection"
    WITHDRAW = "withdrawal"
    UNDO_REJECTION = "undoing the rejection"
    UNDO_WITHDRAWAL = "undoing the withdrawal"
    DISBURSE = "disbursement"
    DISBURSE_TRANCHE = "disbursement of a further tranche"
    UNDO_TRANCHE = "undoing the last disbursement"
    UNDO_DISBURSAL = "undoing the disbursement"
    REPAY = "repayment"
    ADJUST = "adjustment of a transaction"
    WAIVE_INTEREST = "waiving interest"
    ADD_CHARGE = "adding a charge"
    CHANGE_CHARGE = "changing a charge"
    REMOVE_CHARGE = "removing a charge"
    WAIVE_CHARGE = "waiving a charge"
    PAY_CHARGE = "paying a charge"
    RESCHEDULE = "rescheduling"
    FOLLOW_RATE = "following its floating rate"
    FORECLOSE = "foreclosure"
    WRITE_OFF = "writing off"
    UNDO_WRITE_OFF = "undoing the write-off"
    RECOVER = "recovery"
    UNDO_RECOVERY = "undoing a recovery"
    CHANGE_AMOUNT = "changing the approved amount"
    CHANGE_TRANCHES = "changing the tranches"
    CHARGE_BACK = "chargeback"
    CHARGE_OFF = "charge-off"
    MARK_FRAUD = "marking as fraud"
    STOP_PENALTIES = "stopping penalties"
    TAKE_OFF_PENALTIES = "taking penalties off"
    CHANGE_FUND = "changing the fund"
    REFUND = "refund of an overpayment"
    PAY_BACK = "refund of what was paid"
    CLOSE = "closing"
    ACCRUE = "accrual"
    PLEDGE = "changing guarantors or collateral"


V = Verb
NOT_ONCE_CHARGED_OFF = frozenset(
    {
        V.ADD_CHARGE,
        V.CHANGE_TRANCHES,
        V.UNDO_TRANCHE,
        V.UNDO_DISBURSAL,
    }
)
"""What is not done to a loan after it was charged off."""
TRANSITIONS: dict[tuple[S, Verb], S] = {
    (S.SUBMITTED, V.MODIFY): S.SUBMITTED,
    (S.SUBMITTED, V.DELETE): S.SUBMITTED,
    (S.SUBMITTED, V.APPROVE): S.APPROVED,
    (S.SUBMITTED, V.REJECT): S.REJECTED,
    (S.SUBMITTED, V.WITHDRAW): S.WITHDRAWN,
    (S.REJECTED, V.UNDO_REJECTION): S.SUBMITTED,
    (S.WITHDRAWN, V.UNDO_WITHDRAWAL): S.SUBMITTED,
    (S.SUBMITTED, V.ADD_CHARGE): S.SUBMITTED,
    (S.SUBMITTED, V.CHANGE_CHARGE): S.SUBMITTED,
    (S.SUBMITTED, V.REMOVE_CHARGE): S.SUBMITTED,
    (S.SUBMITTED, V.PLEDGE): S.SUBMITTED,
    (S.APPROVED, V.UNDO_APPROVAL): S.SUBMITTED,
    (S.APPROVED, V.DISBURSE): S.ACTIVE,
    (S.APPROVED, V.ADD_CHARGE): S.APPROVED,
    (S.APPROVED, V.CHANGE_AMOUNT): S.APPROVED,
    (S.ACTIVE, V.CHANGE_AMOUNT): S.ACTIVE,
    (S.APPROVED, V.CHANGE_TRANCHES): S.APPROVED,
    (S.ACTIVE, V.CHANGE_TRANCHES): S.ACTIVE,
    (S.ACTIVE, V.DISBURSE_TRANCHE): S.ACTIVE,
    (S.CLOSED, V.DISBURSE_TRANCHE): S.ACTIVE,
    (S.OVERPAID, V.DISBURSE_TRANCHE): S.ACTIVE,
    (S.ACTIVE, V.UNDO_TRANCHE): S.ACTIVE,
    (S.ACTIVE, V.UNDO_DISBURSAL): S.APPROVED,
    (S.CLOSED, V.UNDO_DISBURSAL): S.APPROVED,
    (S.OVERPAID, V.UNDO_DISBURSAL): S.APPROVED,
    (S.ACTIVE, V.REPAY): S.ACTIVE,
    (S.CLOSED, V.REPAY): S.OVERPAID,
    (S.OVERPAID, V.REPAY): S.OVERPAID,
    (S.ACTIVE, V.ADJUST): S.ACTIVE,
    (S.CLOSED, V.ADJUST): S.ACTIVE,
    (S.OVERPAID, V.ADJUST): S.ACTIVE,
    (S.ACTIVE, V.WAIVE_INTEREST): S.ACTIVE,
    (S.ACTIVE, V.ADD_CHARGE): S.ACTIVE,
    (S.CLOSED, V.ADD_CHARGE): S.ACTIVE,
    (S.OVERPAID, V.ADD_CHARGE): S.ACTIVE,
    (S.ACTIVE, V.WAIVE_CHARGE): S.ACTIVE,
    (S.ACTIVE, V.PAY_CHARGE): S.ACTIVE,
    (S.ACTIVE, V.RESCHEDULE): S.ACTIVE,
    (S.CLOSED, V.RESCHEDULE): S.CLOSED,
    (S.OVERPAID, V.RESCHEDULE): S.OVERPAID,
    (S.WRITTEN_OFF, V.RESCHEDULE): S.WRITTEN_OFF,
    (S.SUBMITTED, V.FOLLOW_RATE): S.SUBMITTED,
    (S.APPROVED, V.FOLLOW_RATE): S.APPROVED,
    (S.ACTIVE, V.FOLLOW_RATE): S.ACTIVE,
    (S.ACTIVE, V.FORECLOSE): S.CLOSED,
    (S.ACTIVE, V.WRITE_OFF): S.WRITTEN_OFF,
    (S.WRITTEN_OFF, V.UNDO_WRITE_OFF): S.ACTIVE,
    (S.WRITTEN_OFF, V.RECOVER): S.WRITTEN_OFF,
    (S.WRITTEN_OFF, V.UNDO_RECOVERY): S.WRITTEN_OFF,
    (S.ACTIVE, V.CHARGE_BACK): S.ACTIVE,
    (S.CLOSED, V.CHARGE_BACK): S.ACTIVE,
    (S.OVERPAID, V.CHARGE_BACK): S.ACTIVE,
    (S.ACTIVE, V.CHARGE_OFF): S.ACTIVE,
    **{(status, V.MARK_FRAUD): status for status in S},
    **{(status, V.STOP_PENALTIES): status for status in (S.SUBMITTED, S.APPROVED, S.ACTIVE)},
    (S.ACTIVE, V.TAKE_OFF_PENALTIES): S.ACTIVE,
    (S.CLOSED, V.TAKE_OFF_PENALTIES): S.OVERPAID,
    (S.OVERPAID, V.TAKE_OFF_PENALTIES): S.OVERPAID,
    **{(status, V.CHANGE_FUND): status for status in (S.SUBMITTED, S.APPROVED, S.ACTIVE, S.OVERPAID)},
    (S.OVERPAID, V.REFUND): S.CLOSED,
    (S.ACTIVE, V.PAY_BACK): S.ACTIVE,
    (S.ACTIVE, V.CLOSE): S.CLOSED,
    (S.ACTIVE, V.ACCRUE): S.ACTIVE,
}


def require(status: S, verb: Verb) -> S:
    """The state after ``verb``; refuses what the table does not list."""
    after = TRANSITIONS.get((status, verb))
    if after is None:
        raise NotAllowedInState(kind="loan", status=str(status), verb=str(verb))
    return after
