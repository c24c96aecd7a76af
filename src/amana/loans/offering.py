"""What forms start from: a new transaction, a new loan."""

from dataclasses import replace

from amana.finance.components import NOTHING, Components
from amana.finance.money import ZERO
from amana.kernel.codes.payment_types import PAYMENT_TYPES
from amana.kernel.codes.queries import code_options
from amana.kernel.context import Reading
from amana.kernel.queries import answers
from amana.kernel.refusals import NotSupported
from amana.loans import parts
from amana.loans.asking import GetTransactionDefaults
from amana.loans.kinds import TransactionKind as K
from amana.loans.selecting import loan_view
from amana.loans.transaction_views import TransactionDefaults
from amana.loans.views import LoanView


@answers(GetTransactionDefaults, permission="READ_LOAN")
def transaction_defaults(query: GetTransactionDefaults, reading: Reading) -> TransactionDefaults:
    """Day and amount that a form for a new transaction offers, and the types of payment to choose from."""
    offered = _offered(query, reading, loan_view(reading, query.loan))
    return replace(offered, payment_types=code_options(reading.session, PAYMENT_TYPES))


def _offered(query: GetTransactionDefaults, reading: Reading, view: LoanView) -> TransactionDefaults:
    on = query.on or reading.business_date
    if query.kind in (K.REPAYMENT, K.INTEREST_WAIVER):
        return _next_due(query, reading, view)
    if query.kind is K.DISBURSEMENT:
        planned = view.timeline.expected_disbursement_on or on
        parts_ = Components(principal=view.principal)
        return TransactionDefaults(
            kind=query.kind, on=planned, amount=view.principal, components=parts_, currency=view.currency
        )
    if query.kind in (K.WRITE_OFF, K.RESCHEDULED, K.RECOVERY, K.OVERPAYMENT_REFUND):
        owed = _outstanding(view)
        amount = {
            K.WRITE_OFF: owed.total,
            K.RESCHEDULED: owed.total,
            K.RECOVERY: view.summary.written_off if view.summary is not None else ZERO,
            K.OVERPAYMENT_REFUND: view.summary.overpaid if view.summary is not None else ZERO,
        }[query.kind]
        shown = owed if query.kind in (K.WRITE_OFF, K.RESCHEDULED) else NOTHING
        return TransactionDefaults(
            kind=query.kind, on=on, amount=amount, components=shown, currency=view.currency
        )
    raise NotSupported(what=f"A form for a transaction of kind {query.kind}")


def _outstanding(view: LoanView) -> Components:
    one = view.summary
    if one is None:
        return NOTHING
    return Components(
        one.principal.outstanding, one.interest.outstanding, one.fees.outstanding, one.penalties.outstanding
    )


def _next_due(query: GetTransactionDefaults, reading: Reading, view: LoanView) -> TransactionDefaults:
    """A repayment: what the first open instalment owes, on its due date. A waiver: all interest, today."""
    if query.kind is K.INTEREST_WAIVER:
        interest = Components(interest=_outstanding(view).interest)
        on = query.on or reading.business_date
        return TransactionDefaults(
            kind=query.kind, on=on, amount=interest.total, components=interest, currency=view.currency
        )
    due = next((one for one in parts.instalments_of(reading, view.id) if one.completed_on is None), None)
    owed = due.outstanding if due is not None else NOTHING
    on = query.on or (due.due_date if due is not None else reading.business_date)
    return TransactionDefaults(
        kind=query.kind, on=on, amount=owed.total, components=owed, currency=view.currency
    )
