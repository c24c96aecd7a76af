"""Every kind of transaction is booked under every accounting method, before and after a charge-off."""

from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from amana.finance.charges import ChargeBasis, ChargeTime
from amana.finance.components import NOTHING, Components
from amana.finance.money import Currency
from amana.ledger.entry import Side
from amana.ledger.mappings import AccountMapping, ProductAccounts
from amana.ledger.product_roles import LOAN_ROLES, Role
from amana.loans.contract import ChargeTax, LoanCharge
from amana.loans.decided import ChargeShare, Decided
from amana.loans.kinds import Accounting, Standing
from amana.loans.kinds import TransactionKind as K
from amana.loans.payment import PaymentDetail
from amana.loans.postings import lines_of, net
from amana.loans.state import TransactionState

USD = Currency("USD", 2)
DAY = date(2015, 3, 1)
CARD, FEE, PENALTY, LOST = 3, 7, 8, 9
BANK, FEE_INCOME, LOSS, TAX = 101, 102, 103, 104
ROLE_ACCOUNTS = {role: number for number, role in enumerate(LOAN_ROLES, 1)}
ACCOUNTS = ProductAccounts(
    "loan",
    [
        *(AccountMapping(role=role, account=account) for role, account in ROLE_ACCOUNTS.items()),
        AccountMapping(role=Role.FUND_SOURCE, account=BANK, payment_type=CARD),
        AccountMapping(role=Role.INCOME_FROM_FEE, account=FEE_INCOME, charge=FEE),
        AccountMapping(role=Role.CHARGE_OFF_EXPENSE, account=LOSS, reason=LOST),
        AccountMapping(role=Role.WRITE_OFF, account=LOSS, reason=LOST),
    ],
)


def charge(number: int, *, penalty: bool = False, taxes: tuple[ChargeTax, ...] = ()) -> LoanCharge:
    return LoanCharge(
        id=number,
        charge=number,
        name="Charge",
        time=ChargeTime.SPECIFIED_DUE_DATE,
        basis=ChargeBasis.FLAT,
        amount=Decimal(10),
        penalty=penalty,
        taxes=taxes,
    )


CHARGES = {FEE: charge(FEE), PENALTY: charge(PENALTY, penalty=True)}
TAXED = {
    **CHARGES,
    FEE: charge(FEE, taxes=(ChargeTax(component=1, percentage=Decimal(16), account=TAX),)),
}

OF_CHARGES = {K.CHARGE_ADJUSTMENT, K.CHARGE_REFUND}
INCOME_ONLY = {K.ACCRUAL, K.ACCRUAL_ADJUSTMENT}
NEVER_BOOKED = {K.RESCHEDULED, K.ACCRUAL_ACTIVITY}
BOOKED_BY_ACCRUALS_ONLY = {K.INTEREST_WAIVER, K.CHARGE_WAIVER, K.ACCRUAL}
"""Under cash accounting what was never income needs no taking back."""
CASH_NEVER_HAS = {K.ACCRUAL_ADJUSTMENT}


def parts_of(kind: K, each: Decimal) -> Components:
    """The components that a transaction of the kind may have."""
    if kind is K.DISBURSEMENT:
        return Components(principal=3 * each)
    if kind in INCOME_ONLY:
        return Components(Decimal(0), each, each, each)
    if kind in (K.REPAYMENT_AT_DISBURSEMENT, K.CHARGE_WAIVER):
        return Components(Decimal(0), Decimal(0), each, each)
    if kind is K.INTEREST_WAIVER:
        return Components(interest=each)
    return NOTHING if kind is K.RECOVERY else Components(each, each, each, each)


def transaction(
    kind: K, accounting: Accounting, each: Decimal, standing: Standing, of_charge: int | None = None
) -> TransactionState:
    parts = parts_of(kind, each)
    shares = (ChargeShare(FEE, 1, parts.fees), ChargeShare(PENALTY, 1, parts.penalties))
    has_surplus = kind in (K.REPAYMENT, K.MERCHANT_REFUND, K.OVERPAYMENT_REFUND, *OF_CHARGES)
    return TransactionState(
        id=1,
        seq=1,
        kind=kind,
        on=DAY,
        business_date=DAY,
        booked_at=datetime(2015, 3, 1, tzinfo=UTC),
        user_id=1,
        amount=each,
        components=parts,
        decided=Decided(
            charges=tuple(one for one in shares if one.amount),
            overpayment=each if has_surplus else Decimal(0),
        ),
        recognised=Components(Decimal(0), parts.interest, parts.fees, parts.penalties)
        if accounting.is_accrual
        else NOTHING,
        standing=standing,
        charge=of_charge,
    )


EVERYTHING = [
    (kind, accounting, standing, of_charge)
    for kind, accounting, standing in product(K, Accounting, Standing)
    for of_charge in ((FEE, PENALTY) if kind in OF_CHARGES else (None,))
    if not (kind in CASH_NEVER_HAS and accounting is Accounting.CASH)
    and not (kind is K.CHARGE_OFF and standing is Standing.REGULAR)
]


@pytest.mark.parametrize(("kind", "accounting", "standing", "of_charge"), EVERYTHING)
def test_every_kind_is_booked_and_balances(
    kind: K, accounting: Accounting, standing: Standing, of_charge: int | None
) -> None:
    one = transaction(kind, accounting, Decimal("10.00"), standing, of_charge)
    for charges in (CHARGES, TAXED):
        made = lines_of(one, accounting, charges, ACCOUNTS, office=1, currency=USD)
        assert sum(net(made).values()) == 0
        silent = (
            accounting is Accounting.NONE
            or kind in NEVER_BOOKED
            or (accounting is Accounting.CASH and kind in BOOKED_BY_ACCRUALS_ONLY)
        )
        assert bool(made) is not silent


@given(
    each=st.decimals(min_value="0.01", max_value=10**6, places=2),
    kind=st.sampled_from([K.REPAYMENT, K.CHARGE_PAYMENT, K.DOWN_PAYMENT, K.MERCHANT_REFUND, K.PAYOUT_REFUND]),
    accounting=st.sampled_from([one for one in Accounting if one is not Accounting.NONE]),
    standing=st.sampled_from(list(Standing)),
)
def test_what_is_received_is_debited_once(
    each: Decimal, kind: K, accounting: Accounting, standing: Standing
) -> None:
    one = transaction(kind, accounting, each, standing)
    made = lines_of(one, accounting, TAXED, ACCOUNTS, office=1, currency=USD)
    [received] = [line for line in made if line.side is Side.DEBIT]
    assert received.account == ROLE_ACCOUNTS[Role.FUND_SOURCE]
    assert received.amount == one.components.total + one.decided.overpayment


@pytest.mark.parametrize(
    ("kind", "more", "account"),
    [
        (K.REPAYMENT, {"payment": PaymentDetail(type=CARD)}, BANK),
        (K.DISBURSEMENT, {"payment": PaymentDetail(type=CARD)}, BANK),
        (K.REPAYMENT, {}, FEE_INCOME),
        (K.CHARGE_OFF, {"standing": Standing.CHARGED_OFF, "reason": LOST}, LOSS),
        (K.WRITE_OFF, {"reason": LOST}, LOSS),
        (
            K.MERCHANT_REFUND,
            {"standing": Standing.CHARGED_OFF, "charged_off_for": LOST},
            LOSS,
        ),
    ],
)
def test_payment_type_charge_and_reason_pick_accounts_of_their_own(kind: K, more: dict, account: int) -> None:
    plain = transaction(kind, Accounting.CASH, Decimal(10), Standing.REGULAR)
    one = structs.replace(plain, **more)
    made = lines_of(one, Accounting.CASH, CHARGES, ACCOUNTS, office=1, currency=USD)
    assert account in {line.account for line in made}
