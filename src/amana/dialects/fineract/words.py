"""Codes and texts of refusals that Apache Fineract has words of its own for."""

from amana.dialects.families.mifos.errors import EVERYWHERE, Words
from amana.dialects.families.mifos.words import WORDS as FAMILY

_TOP_UP = {
    "loan.top_up.none_to_close": "loan.loanIdToClose.no.active.loan.associated.to.client.found",
    "loan.top_up.not_active": "loan.to.be.closed.with.topup.is.not.active",
    "loan.top_up.other_currency": "loan.to.be.closed.has.different.currency",
    "loan.top_up.applied_for_too_early": "loan.submitted.date.should.be.after.topup.loan.disbursal.date",
    "loan.top_up.paid_out_too_early": (
        "loan.disbursal.date.should.be.after.last.transaction.date.of.loan.to.be.closed"
    ),
    "loan.top_up.too_small": "loan.amount.less.than.outstanding.of.loan.to.be.closed",
    "loan.top_up.stands": "loan.undo.disbursal.not.allowed.on.topup.loan",
}
_LATER_REFUND = "error.msg.loan.transaction.cant.be.{}.because.later.charge.refund.exists"
_TAKEN_BACK = {"loan.charge_refunded_later": Words(_LATER_REFUND.format("reversed"))}
_DISBURSED = {
    "loan.date_before": Words(
        "error.msg.loan.actualdisbursementdate.before.submittedDate", "Loan can't be disbursed before {limit}"
    ),
}
WORDS = {
    **FAMILY,
    EVERYWHERE: {
        **FAMILY[EVERYWHERE],
        **{code: Words(f"error.msg.{name}") for code, name in _TOP_UP.items()},
        "not_allowed_in_state": Words(status=400),  # checked with the parameters
        "loan.not_disbursed_as_expected": Words(
            "error.msg.actual.disbursement.date.does.not.match.with.expected.disbursal.date"
        ),
        "loan.charge_refunded_later": Words(_LATER_REFUND.format("created")),
        "loan.date_before_charge_off": Words(
            "error.msg.transaction.date.cannot.be.earlier.than.charge.off.date"
        ),
    },
    "loans_create": {
        "without_rules": Words("strategy.cannot.be.advanced.payment.allocation.if.not.configured"),
    },
    "loans_disburse_today": _DISBURSED,
    "loans_disburse_without_down_payment": _DISBURSED,
    "loans_transaction_creditBalanceRefund": {
        "not_allowed_in_state": Words(
            "error.msg.loan.credit.balance.refund.account.is.not.overpaid", status=400
        ),
        "loan.amount_exceeds": Words("error.msg.transactionAmount.invalid.must.be.>zero.and<=overpaidamount"),
        "loan.date_in_future": Words("error.msg.transaction.date.cannot.be.in.the.future"),
        "duplicate": Words("error.msg.loan.creditBalanceRefund.duplicate.externalId"),
    },
    "loans_transaction_adjust": _TAKEN_BACK,
    "loans_transaction_undo": _TAKEN_BACK,
    "loans_transaction_chargeRefund": {
        "loan.charge_not_paid": Words("error.msg.loan.charge.transaction.amount.is.more.than.is.refundable"),
    },
    "loans_undo_waiver": {
        "loan.transaction_not_adjustable": Words(
            "error.msg.loan.transaction.undo.waive.charge", "Transaction is not a waive charge type."
        ),
    },
}
"""By operation and our code."""
