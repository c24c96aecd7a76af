"""Codes of refusals that the Mifos family has words of its own for."""

from amana.dialects.families.mifos.errors import EVERYWHERE, Words

WORDS = {
    EVERYWHERE: {
        "beyond_principal": Words(
            "validation.msg.loan.principal."
            "sum.of.multi.disburse.amounts.must.be.equal.to.or.lesser.than.approved.principal"
        ),
        "too_many_tranches": Words("error.msg.disbursementData.exceeding.max.tranche.count"),
    },
    "loans_approve": {
        "loan.amount_exceeds": Words(
            "error.msg.loan.approval.amount.can't.be.greater.than.loan.amount.demanded"
        ),
    },
}
"""By operation and our code."""
