"""What each transaction of a loan debits and credits, under each accounting method: a table, and its amounts."""

from collections.abc import Iterable, Mapping
from decimal import Decimal

from amana.finance.components import Component
from amana.finance.money import HUNDRED, Currency, round_amount
from amana.ledger.entry import Line
from amana.ledger.posting_rules import AccountingMethod, Accounts, Part, PostingTable, Rule, lines
from amana.ledger.product_roles import Role as R  # noqa: N817 - a table reads better with short names
from amana.loans.contract import LoanCharge
from amana.loans.kinds import Accounting, Standing
from amana.loans.kinds import TransactionKind as K
from amana.loans.state import TransactionState

CASH = AccountingMethod.CASH
PERIODIC = AccountingMethod.ACCRUAL
UPFRONT = AccountingMethod.ACCRUAL_UPFRONT
EVERY = (CASH, PERIODIC, UPFRONT)
ACCRUALS = (PERIODIC, UPFRONT)

PRINCIPAL, INTEREST, FEES, PENALTIES = (str(one) for one in Component)
OVERPAYMENT, AMOUNT, REFUNDED, SUSPENDED = "overpayment", "amount", "refunded", "suspended"

_STANDINGS = {
    Standing.REGULAR: "",
    Standing.CHARGED_OFF: "/charged_off",
    Standing.CHARGED_OFF_FRAUD: "/charged_off_fraud",
}
"""A transaction of a charged-off loan is posted under a name of its own, where there is one."""
_TRANSFER = "/transfer"
"""Money that goes from one loan to another stays in between, not in the fund."""
_RECEIVABLE = {
    INTEREST: R.RECEIVABLE_INTEREST,
    FEES: R.RECEIVABLE_FEE,
    PENALTIES: R.RECEIVABLE_PENALTY,
}
_INCOME = {INTEREST: R.INTEREST_ON_LOAN, FEES: R.INCOME_FROM_FEE, PENALTIES: R.INCOME_FROM_PENALTY}
_FUND = dict.fromkeys((PRINCIPAL, INTEREST, FEES, PENALTIES, OVERPAYMENT), R.FUND_SOURCE)
_GOODWILL = {
    PRINCIPAL: R.GOODWILL_CREDIT,
    INTEREST: R.INCOME_FROM_GOODWILL_CREDIT_INTEREST,
    FEES: R.INCOME_FROM_GOODWILL_CREDIT_FEES,
    PENALTIES: R.INCOME_FROM_GOODWILL_CREDIT_PENALTIES,
    OVERPAYMENT: R.GOODWILL_CREDIT,
}
_CHARGED = {"fee": R.INCOME_FROM_FEE, "penalty": R.INCOME_FROM_PENALTY}
_DEBITED: dict[str, Mapping[str, R]] = {
    **dict.fromkeys(
        (K.REPAYMENT, K.CHARGE_PAYMENT, K.DOWN_PAYMENT, K.MERCHANT_REFUND, K.PAYOUT_REFUND), _FUND
    ),
    K.GOODWILL_CREDIT: _GOODWILL,
    **dict.fromkeys((K.INTEREST_PAYMENT_WAIVER, K.INTEREST_REFUND), dict.fromkeys(_FUND, R.INTEREST_ON_LOAN)),
    **{f"{K.CHARGE_ADJUSTMENT}/{side}": dict.fromkeys(_FUND, income) for side, income in _CHARGED.items()},
    **{f"{K.CHARGE_REFUND}/{side}": _FUND for side in _CHARGED},
}
"""What pays, by component, where something reduces what is owed."""

_CHARGED_OFF_INCOME = {
    INTEREST: R.INCOME_FROM_CHARGE_OFF_INTEREST,
    FEES: R.INCOME_FROM_CHARGE_OFF_FEES,
    PENALTIES: R.INCOME_FROM_CHARGE_OFF_PENALTIES,
}
_WRITTEN_OFF = {
    PRINCIPAL: R.WRITE_OFF,
    INTEREST: R.INTEREST_WRITE_OFF,
    FEES: R.FEE_WRITE_OFF,
    PENALTIES: R.PENALTY_WRITE_OFF,
}
_EXPENSE = {
    Standing.CHARGED_OFF: R.CHARGE_OFF_EXPENSE,
    Standing.CHARGED_OFF_FRAUD: R.CHARGE_OFF_FRAUD_EXPENSE,
}


def _credited_when_charged_off(event: str, standing: Standing) -> dict[str, R] | None:
    """What is credited, by component, where a charged-off loan is paid; None: as on any loan."""
    owed = {PRINCIPAL: _EXPENSE[standing], **_CHARGED_OFF_INCOME, OVERPAYMENT: R.OVERPAYMENT_LIABILITY}
    if event in (K.MERCHANT_REFUND, K.PAYOUT_REFUND):
        return owed
    if event in (K.REPAYMENT, K.GOODWILL_CREDIT):
        return {**dict.fromkeys(owed, R.INCOME_FROM_RECOVERY), OVERPAYMENT: R.OVERPAYMENT_LIABILITY}
    if event in (K.INTEREST_PAYMENT_WAIVER, K.INTEREST_REFUND):
        interest = dict.fromkeys(owed, R.INCOME_FROM_CHARGE_OFF_INTEREST)
        return {**interest, OVERPAYMENT: R.OVERPAYMENT_LIABILITY}
    if event.startswith((K.CHARGE_ADJUSTMENT, K.CHARGE_REFUND)):
        fees = dict.fromkeys((PRINCIPAL, INTEREST, FEES), R.INCOME_FROM_CHARGE_OFF_FEES)
        return {**owed, **fees}
    return None


def _earned(method: AccountingMethod) -> dict[str, R]:
    """What a payment settles, by component."""
    income = _INCOME if method is CASH else _RECEIVABLE
    return {PRINCIPAL: R.LOAN_PORTFOLIO, **income, OVERPAYMENT: R.OVERPAYMENT_LIABILITY}


def _payments(method: AccountingMethod) -> Iterable[Rule]:
    """Whatever reduces what is owed, and what makes it owed again."""
    for event, debited in _DEBITED.items():
        for standing, suffix in _STANDINGS.items():
            credited = (
                _earned(method)
                if standing is Standing.REGULAR
                else _credited_when_charged_off(event, standing)
            )
            # under cash accounting the lines are all that tells interest, fees and penalties on one account apart
            apart = method is CASH and standing is Standing.REGULAR
            for component, role in (credited or {}).items():
                yield Rule(method, event + suffix, component, debited[component], role, apart)
    for (
        side,
        income,
    ) in _CHARGED.items():  # the fund gives back what the charge brought, and gets it as a payment
        for suffix in _STANDINGS.values():
            yield Rule(method, f"{K.CHARGE_REFUND}/{side}{suffix}", REFUNDED, income, R.FUND_SOURCE)
    for event in (K.CHARGEBACK, K.OVERPAYMENT_REFUND, K.CASH_REFUND):
        for standing, suffix in _STANDINGS.items():
            owed = _earned(method)
            if standing is not Standing.REGULAR:
                owed |= {PRINCIPAL: _EXPENSE[standing], **_CHARGED_OFF_INCOME}
            for component, role in owed.items():
                yield Rule(method, event + suffix, component, role, R.FUND_SOURCE)


def _charge_off(method: AccountingMethod) -> Iterable[Rule]:
    """The loan leaves the books of what is counted on; a write-off after it takes the rest of the way."""
    earned = _earned(method)
    for standing, expense in _EXPENSE.items():
        for component, role in {PRINCIPAL: expense, **_CHARGED_OFF_INCOME}.items():
            yield Rule(method, K.CHARGE_OFF + _STANDINGS[standing], component, role, earned[component])
            lost = _WRITTEN_OFF[component]
            yield Rule(method, K.WRITE_OFF + _STANDINGS[standing], component, lost, role)


def _rules() -> Iterable[Rule]:
    for method in EVERY:
        yield Rule(method, K.DISBURSEMENT, PRINCIPAL, R.LOAN_PORTFOLIO, R.FUND_SOURCE)
        yield Rule(method, K.DISBURSEMENT, OVERPAYMENT, R.OVERPAYMENT_LIABILITY, R.FUND_SOURCE)
        yield Rule(method, K.DISBURSEMENT + _TRANSFER, PRINCIPAL, R.LOAN_PORTFOLIO, R.ASSET_TRANSFER)
        for component, role in _earned(method).items():
            yield Rule(method, K.REPAYMENT + _TRANSFER, component, R.ASSET_TRANSFER, role)
        yield Rule(method, K.WRITE_OFF, PRINCIPAL, R.WRITE_OFF, R.LOAN_PORTFOLIO)
        yield Rule(method, K.RECOVERY, AMOUNT, R.FUND_SOURCE, R.INCOME_FROM_RECOVERY)
        for component in (FEES, PENALTIES):
            yield Rule(method, K.REPAYMENT_AT_DISBURSEMENT, component, R.FUND_SOURCE, _INCOME[component])
        yield from _payments(method)
        yield from _charge_off(method)
    suspense, receivable = R.SUSPENDED_INTEREST_INCOME, R.RECEIVABLE_INTEREST
    yield Rule(PERIODIC, K.ACCRUAL_ADJUSTMENT, SUSPENDED, suspense, receivable)
    yield Rule(PERIODIC, K.ACCRUAL, SUSPENDED, receivable, suspense)
    for method in ACCRUALS:
        for component in (INTEREST, FEES, PENALTIES):
            receivable, income = _RECEIVABLE[component], _INCOME[component]
            yield Rule(method, K.ACCRUAL, component, receivable, income, paired=True)
            yield Rule(method, K.ACCRUAL_ADJUSTMENT, component, income, receivable, paired=True)
            yield Rule(method, K.WRITE_OFF, component, _WRITTEN_OFF[component], receivable)
            for event in (K.INTEREST_WAIVER, K.CHARGE_WAIVER):
                yield Rule(method, event, component, R.WRITE_OFF, receivable)


_ALL_RULES = tuple(_rules())
LOAN_POSTINGS = PostingTable(
    *(rule for rule in _ALL_RULES if rule.debit != rule.credit),
    silent=(
        (CASH, K.INTEREST_WAIVER),  # income never booked needs no taking back
        (CASH, K.CHARGE_WAIVER),
        (CASH, K.ACCRUAL),  # shown, never booked
        *((method, K.RESCHEDULED) for method in EVERY),  # the new contract takes the balance over
        *((method, K.ACCRUAL_ACTIVITY) for method in EVERY),  # the accruals it sums up are posted
    ),
    # income that is reduced by itself
    unmoved=((rule.method, rule.event, rule.component) for rule in _ALL_RULES if rule.debit == rule.credit),
)

_FORGIVING = frozenset({K.WRITE_OFF, K.INTEREST_WAIVER, K.CHARGE_WAIVER})


def event_of(one: TransactionState, method: AccountingMethod, charges: Mapping[int, LoanCharge]) -> str:
    """Under which name of the table a transaction is posted."""
    event = str(one.kind)
    if one.charge is not None:
        about = charges.get(one.charge)
        event += "/penalty" if about is not None and about.penalty else "/fee"
    if one.transfer is not None:
        event += _TRANSFER
    particular = event + _STANDINGS[one.standing]
    return particular if LOAN_POSTINGS.knows(method, particular) else event


def parts_of(one: TransactionState, charges: Mapping[int, LoanCharge], currency: Currency) -> list[Part]:
    """The amounts of a transaction by component, fees and penalties by charge definition.

    Of what is forgiven or given up, only income that had been booked counts, and principal.
    """
    if one.kind is K.RECOVERY:
        return [Part(component=AMOUNT, amount=one.amount)]
    forgiving = one.kind in _FORGIVING and one.standing is Standing.REGULAR
    moved = one.recognised if forgiving else one.components
    parts = [
        Part(component=PRINCIPAL, amount=one.components.principal),
        Part(component=INTEREST, amount=moved.interest - one.suspended),
        Part(component=SUSPENDED, amount=one.suspended),
        Part(component=OVERPAYMENT, amount=one.decided.overpayment),
    ]
    if one.kind is K.DISBURSEMENT:  # what had been overpaid is part of it
        taken = one.decided.overpayment
        return [
            Part(component=PRINCIPAL, amount=one.components.principal - taken),
            Part(component=OVERPAYMENT, amount=taken),
        ]
    if one.kind is K.CHARGEBACK and one.decided.settled is not None:
        net = one.components - one.decided.settled
        return [
            *(Part(component=str(component), amount=net.of(component)) for component in Component),
            Part(component=OVERPAYMENT, amount=one.decided.overpayment),
        ]
    if one.charge is not None:
        return _by_adjusted_charge(one, charges, currency)
    if one.kind in _FORGIVING or one.kind is K.CHARGE_OFF:
        return [
            *parts,
            Part(component=FEES, amount=moved.fees),
            Part(component=PENALTIES, amount=moved.penalties),
        ]
    return [*parts, *_by_charge(one, charges, currency)]


def _by_adjusted_charge(
    one: TransactionState, charges: Mapping[int, LoanCharge], currency: Currency
) -> list[Part]:
    """Every component at the expense of the charge that is taken back, or the charge refunded, and paid with that."""
    about = charges.get(one.charge or 0)
    amounts = {
        **{str(component): one.components.of(component) for component in Component},
        OVERPAYMENT: one.decided.overpayment,
    }
    paid = [Part(component=name, amount=amount) for name, amount in amounts.items()]
    if about is None:
        return paid
    if one.kind is K.CHARGE_REFUND:
        return [*paid, *_taxed(REFUNDED, one.amount, about, currency)]
    return [part for name, amount in amounts.items() for part in _taxed(name, amount, about, currency)]


def _taxed(component: str, amount: Decimal, charge: LoanCharge, currency: Currency) -> Iterable[Part]:
    """An amount of a charge, the taxes it contains apart: each rounded by itself, the rest is the institution's."""
    rest = amount
    for one in charge.taxes:
        tax = round_amount(amount * one.percentage / HUNDRED, currency)
        rest -= tax
        yield Part(component=component, amount=tax, charge=charge.charge, tax=one.account)
    yield Part(component=component, amount=rest, charge=charge.charge)


def _by_charge(
    one: TransactionState, charges: Mapping[int, LoanCharge], currency: Currency
) -> Iterable[Part]:
    left = {FEES: one.components.fees, PENALTIES: one.components.penalties}
    for share in one.decided.charges:
        charge = charges.get(share.charge)
        if charge is None:
            continue
        component = PENALTIES if charge.penalty else FEES
        left[component] -= share.amount
        yield from _taxed(component, share.amount, charge, currency)
    for component, rest in left.items():
        yield Part(component=component, amount=rest)


def lines_of(
    one: TransactionState,
    method: Accounting,
    charges: Mapping[int, LoanCharge],
    accounts: Accounts,
    *,
    office: int,
    currency: Currency,
) -> tuple[Line, ...]:
    """The journal lines that a transaction stands for; none when it was reversed or nothing is accounted."""
    if method is Accounting.NONE or one.is_reversed:
        return ()
    how = AccountingMethod(method.value)
    return lines(
        LOAN_POSTINGS,
        how,
        event_of(one, how, charges),
        parts_of(one, charges, currency),
        accounts,
        office=office,
        currency=currency.code,
        payment_type=one.payment.type if one.payment is not None else None,
        reasons=one.reasons,
    )


def net(found: Iterable[Line]) -> dict[tuple[int, int, str], Decimal]:
    """Lines summed by account, office and currency; debits positive."""
    sums: dict[tuple[int, int, str], Decimal] = {}
    for line in found:
        place = (line.account, line.office, line.currency)
        sums[place] = sums.get(place, Decimal(0)) + (line.amount if line.side == "debit" else -line.amount)
    return {place: amount for place, amount in sums.items() if amount}
