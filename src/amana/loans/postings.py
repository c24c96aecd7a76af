"""What each transaction of a loan debits and credits, under each accounting method: a table, and its amounts."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from amana.finance.components import Component
from amana.ledger.entry import Line
from amana.ledger.posting_rules import AccountingMethod, Accounts, Part, PostingTable, Rule, lines
from amana.ledger.product_roles import Role as R  # noqa: N817 - a table reads better with short names
from amana.loans.contract import LoanCharge
from amana.loans.kinds import Accounting
from amana.loans.kinds import TransactionKind as K
from amana.loans.state import TransactionState

CASH = AccountingMethod.CASH
PERIODIC = AccountingMethod.ACCRUAL
UPFRONT = AccountingMethod.ACCRUAL_UPFRONT
EVERY = (CASH, PERIODIC, UPFRONT)
ACCRUALS = (PERIODIC, UPFRONT)

PRINCIPAL, INTEREST, FEES, PENALTIES = (str(one) for one in Component)
OVERPAYMENT, AMOUNT = "overpayment", "amount"

_RECEIVABLE = {
    INTEREST: R.RECEIVABLE_INTEREST,
    FEES: R.RECEIVABLE_FEE,
    PENALTIES: R.RECEIVABLE_PENALTY,
}
_INCOME = {INTEREST: R.INTEREST_ON_LOAN, FEES: R.INCOME_FROM_FEE, PENALTIES: R.INCOME_FROM_PENALTY}


def _rules() -> Iterable[Rule]:
    for method in EVERY:
        yield Rule(method, K.DISBURSEMENT, PRINCIPAL, R.LOAN_PORTFOLIO, R.FUND_SOURCE)
        yield Rule(method, K.WRITE_OFF, PRINCIPAL, R.WRITE_OFF, R.LOAN_PORTFOLIO)
        yield Rule(method, K.RECOVERY, AMOUNT, R.FUND_SOURCE, R.INCOME_FROM_RECOVERY)
        yield Rule(method, K.OVERPAYMENT_REFUND, OVERPAYMENT, R.OVERPAYMENT_LIABILITY, R.FUND_SOURCE)
        for component in (FEES, PENALTIES):
            yield Rule(method, K.REPAYMENT_AT_DISBURSEMENT, component, R.FUND_SOURCE, _INCOME[component])
        for event in (K.REPAYMENT, K.CHARGE_PAYMENT):
            yield Rule(method, event, PRINCIPAL, R.FUND_SOURCE, R.LOAN_PORTFOLIO)
            yield Rule(method, event, OVERPAYMENT, R.FUND_SOURCE, R.OVERPAYMENT_LIABILITY)
            for component in (INTEREST, FEES, PENALTIES):
                earned = _INCOME if method is CASH else _RECEIVABLE
                yield Rule(method, event, component, R.FUND_SOURCE, earned[component])
    for method in ACCRUALS:
        for component in (INTEREST, FEES, PENALTIES):
            yield Rule(method, K.ACCRUAL, component, _RECEIVABLE[component], _INCOME[component])
            for event in (K.WRITE_OFF, K.INTEREST_WAIVER, K.CHARGE_WAIVER):
                yield Rule(method, event, component, R.WRITE_OFF, _RECEIVABLE[component])


LOAN_POSTINGS = PostingTable(
    *_rules(),
    silent=(
        (CASH, K.INTEREST_WAIVER),  # income never booked needs no taking back
        (CASH, K.CHARGE_WAIVER),
        *((method, K.RESCHEDULED) for method in EVERY),  # the new contract takes the balance over
    ),
)

_FORGIVING = frozenset({K.WRITE_OFF, K.INTEREST_WAIVER, K.CHARGE_WAIVER})


def parts_of(one: TransactionState, charges: Mapping[int, LoanCharge]) -> list[Part]:
    """The amounts of a transaction by component, fees and penalties by charge definition.

    Of what is forgiven or given up, only income that had been booked counts, and principal.
    """
    if one.kind is K.RECOVERY:
        return [Part(component=AMOUNT, amount=one.amount)]
    moved = one.recognised if one.kind in _FORGIVING else one.components
    parts = [
        Part(component=PRINCIPAL, amount=one.components.principal),
        Part(component=INTEREST, amount=moved.interest),
        Part(component=OVERPAYMENT, amount=one.decided.overpayment),
    ]
    if one.kind in _FORGIVING:
        return [
            *parts,
            Part(component=FEES, amount=moved.fees),
            Part(component=PENALTIES, amount=moved.penalties),
        ]
    return [*parts, *_by_charge(one, charges)]


def _by_charge(one: TransactionState, charges: Mapping[int, LoanCharge]) -> Iterable[Part]:
    left = {FEES: one.components.fees, PENALTIES: one.components.penalties}
    for share in one.decided.charges:
        charge = charges.get(share.charge)
        if charge is None:
            continue
        component = PENALTIES if charge.penalty else FEES
        left[component] -= share.amount
        yield Part(component=component, amount=share.amount, charge=charge.charge)
    for component, rest in left.items():
        yield Part(component=component, amount=rest)


def lines_of(
    one: TransactionState,
    method: Accounting,
    charges: Mapping[int, LoanCharge],
    accounts: Accounts,
    *,
    office: int,
    currency: str,
) -> tuple[Line, ...]:
    """The journal lines that a transaction stands for; none when it was reversed or nothing is accounted."""
    if method is Accounting.NONE or one.is_reversed:
        return ()
    return lines(
        LOAN_POSTINGS,
        AccountingMethod(method.value),
        one.kind,
        parts_of(one, charges),
        accounts,
        office=office,
        currency=currency,
        payment_type=one.payment.type if one.payment is not None else None,
    )


def net(found: Iterable[Line]) -> dict[tuple[int, int, str], Decimal]:
    """Lines summed by account, office and currency; debits positive."""
    sums: dict[tuple[int, int, str], Decimal] = {}
    for line in found:
        place = (line.account, line.office, line.currency)
        sums[place] = sums.get(place, Decimal(0)) + (line.amount if line.side == "debit" else -line.amount)
    return {place: amount for place, amount in sums.items() if amount}
