"""The roles ledger accounts play for products, and which classes of account may play them: declared tables."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from amana.ledger.account_types import AccountClass
from amana.ledger.posting_rules import AccountingMethod

ASSET, LIABILITY = AccountClass.ASSET, AccountClass.LIABILITY
EQUITY, INCOME, EXPENSE = AccountClass.EQUITY, AccountClass.INCOME, AccountClass.EXPENSE

INSTITUTION, INSTITUTION_ID = "institution", 0
"""Not a product: accounts that are named once for all, by what the institution does with them."""


class Role(StrEnum):
    """What an account is for. Loans first, then savings, then the institution as a whole; some serve several."""

    FUND_SOURCE = "fund_source"
    LOAN_PORTFOLIO = "loan_portfolio"
    TRANSFERS_IN_SUSPENSE = "transfers_in_suspense"
    RECEIVABLE_INTEREST = "receivable_interest"
    RECEIVABLE_FEE = "receivable_fee"
    RECEIVABLE_PENALTY = "receivable_penalty"
    INTEREST_ON_LOAN = "interest_on_loan"
    SUSPENDED_INTEREST_INCOME = "suspended_interest_income"
    INCOME_FROM_FEE = "income_from_fee"
    INCOME_FROM_PENALTY = "income_from_penalty"
    INCOME_FROM_RECOVERY = "income_from_recovery"
    WRITE_OFF = "write_off"
    INTEREST_WRITE_OFF = "interest_write_off"
    FEE_WRITE_OFF = "fee_write_off"
    PENALTY_WRITE_OFF = "penalty_write_off"
    OVERPAYMENT_LIABILITY = "overpayment_liability"
    GOODWILL_CREDIT = "goodwill_credit"
    INCOME_FROM_GOODWILL_CREDIT_INTEREST = "income_from_goodwill_credit_interest"
    INCOME_FROM_GOODWILL_CREDIT_FEES = "income_from_goodwill_credit_fees"
    INCOME_FROM_GOODWILL_CREDIT_PENALTIES = "income_from_goodwill_credit_penalties"
    CHARGE_OFF_EXPENSE = "charge_off_expense"
    CHARGE_OFF_FRAUD_EXPENSE = "charge_off_fraud_expense"
    INCOME_FROM_CHARGE_OFF_INTEREST = "income_from_charge_off_interest"
    INCOME_FROM_CHARGE_OFF_FEES = "income_from_charge_off_fees"
    INCOME_FROM_CHARGE_OFF_PENALTIES = "income_from_charge_off_penalties"
    SAVINGS_REFERENCE = "savings_reference"
    SAVINGS_CONTROL = "savings_control"
    INTEREST_ON_SAVINGS = "interest_on_savings"
    OVERDRAFT_PORTFOLIO = "overdraft_portfolio"
    INCOME_FROM_INTEREST = "income_from_interest"
    ASSET_TRANSFER = "asset_transfer"
    LIABILITY_TRANSFER = "liability_transfer"
    CASH_AT_MAIN_VAULT = "cash_at_main_vault"
    CASH_AT_TELLER = "cash_at_teller"
    PAYABLE_DIVIDENDS = "payable_dividends"
    OPENING_BALANCES = "opening_balances"


class Refinement(StrEnum):
    """What may pick another account for the same role."""

    PAYMENT_TYPE = "payment_type"
    FEE_CHARGE = "fee_charge"
    PENALTY_CHARGE = "penalty_charge"
    REASON = "reason"
    """The code value that says why a loan was charged or written off."""


@dataclass(frozen=True, slots=True)
class RoleSpec:
    """A role of a product kind: allowed classes, methods that demand it, and what stands in when it is not mapped."""

    role: Role
    classes: frozenset[AccountClass]
    needed_by: frozenset[AccountingMethod]
    offered_by: frozenset[AccountingMethod]
    refined_by: Refinement | None = None
    stand_in: Role | None = None
    of_institution: bool = False
    """The account is the one that the institution has for it; products name none."""

    def is_offered(self, method: AccountingMethod) -> bool:
        """Whether a product of that method may name an account for it: one without accounting may, for the day on which
        it is accounted for.
        """
        return not self.of_institution and (method is AccountingMethod.NONE or method in self.offered_by)


CASH = frozenset({AccountingMethod.CASH})
ACCRUALS = frozenset({AccountingMethod.ACCRUAL, AccountingMethod.ACCRUAL_UPFRONT})
ALL = CASH | ACCRUALS
NOBODY: frozenset[AccountingMethod] = frozenset()


def _role(
    role: Role,
    classes: Iterable[AccountClass],
    needed_by: frozenset[AccountingMethod],
    *,
    refined_by: Refinement | None = None,
    stand_in: Role | None = None,
    offered_by: frozenset[AccountingMethod] = NOBODY,
    of_institution: bool = False,
) -> RoleSpec:
    return RoleSpec(
        role, frozenset(classes), needed_by, offered_by or needed_by, refined_by, stand_in, of_institution
    )


def _table(*specs: RoleSpec) -> dict[Role, RoleSpec]:
    return {spec.role: spec for spec in specs}


LOAN_ROLES = _table(
    _role(Role.FUND_SOURCE, (ASSET, LIABILITY), ALL, refined_by=Refinement.PAYMENT_TYPE),
    _role(Role.LOAN_PORTFOLIO, (ASSET,), ALL),
    _role(Role.RECEIVABLE_INTEREST, (ASSET,), ACCRUALS),
    _role(Role.RECEIVABLE_FEE, (ASSET,), ACCRUALS),
    _role(Role.RECEIVABLE_PENALTY, (ASSET,), ACCRUALS),
    _role(Role.INTEREST_ON_LOAN, (INCOME,), ALL),
    # Of loans that do not perform: without it, what is taken back of the interest leaves its own account.
    _role(
        Role.SUSPENDED_INTEREST_INCOME,
        (INCOME,),
        NOBODY,
        offered_by=frozenset({AccountingMethod.ACCRUAL}),
        stand_in=Role.INTEREST_ON_LOAN,
    ),
    _role(Role.INCOME_FROM_FEE, (INCOME,), ALL, refined_by=Refinement.FEE_CHARGE),
    _role(Role.INCOME_FROM_PENALTY, (INCOME,), ALL, refined_by=Refinement.PENALTY_CHARGE),
    _role(Role.WRITE_OFF, (EXPENSE,), ALL, refined_by=Refinement.REASON),
    *(
        _role(role, (EXPENSE,), NOBODY, offered_by=ALL, stand_in=Role.WRITE_OFF)
        for role in (Role.INTEREST_WRITE_OFF, Role.FEE_WRITE_OFF, Role.PENALTY_WRITE_OFF)
    ),
    # Not in the document of 1.9: a product without them books money that is owed back on the portfolio, and what is
    # recovered against the expense of the write-off.
    _role(Role.OVERPAYMENT_LIABILITY, (LIABILITY,), NOBODY, offered_by=ALL, stand_in=Role.LOAN_PORTFOLIO),
    _role(Role.INCOME_FROM_RECOVERY, (INCOME,), NOBODY, offered_by=ALL, stand_in=Role.WRITE_OFF),
    _role(Role.TRANSFERS_IN_SUSPENSE, (ASSET,), NOBODY, offered_by=ALL, stand_in=Role.FUND_SOURCE),
    _role(Role.ASSET_TRANSFER, (ASSET,), NOBODY, stand_in=Role.TRANSFERS_IN_SUSPENSE, of_institution=True),
    _role(Role.GOODWILL_CREDIT, (EXPENSE,), NOBODY, offered_by=ALL, stand_in=Role.WRITE_OFF),
    *(
        _role(role, (INCOME, EXPENSE), NOBODY, offered_by=ALL, stand_in=Role.WRITE_OFF)
        for role in (
            Role.INCOME_FROM_GOODWILL_CREDIT_INTEREST,
            Role.INCOME_FROM_GOODWILL_CREDIT_FEES,
            Role.INCOME_FROM_GOODWILL_CREDIT_PENALTIES,
        )
    ),
    _role(
        Role.CHARGE_OFF_EXPENSE,
        (EXPENSE,),
        NOBODY,
        offered_by=ALL,
        refined_by=Refinement.REASON,
        stand_in=Role.WRITE_OFF,
    ),
    _role(
        Role.CHARGE_OFF_FRAUD_EXPENSE,
        (EXPENSE,),
        NOBODY,
        offered_by=ALL,
        stand_in=Role.WRITE_OFF,
    ),
    *(
        _role(role, (INCOME,), NOBODY, offered_by=ALL, stand_in=usual)
        for role, usual in (
            (Role.INCOME_FROM_CHARGE_OFF_INTEREST, Role.INTEREST_ON_LOAN),
            (Role.INCOME_FROM_CHARGE_OFF_FEES, Role.INCOME_FROM_FEE),
            (Role.INCOME_FROM_CHARGE_OFF_PENALTIES, Role.INCOME_FROM_PENALTY),
        )
    ),
)

SAVINGS_ROLES = _table(
    _role(Role.SAVINGS_REFERENCE, (ASSET,), CASH, refined_by=Refinement.PAYMENT_TYPE),
    _role(Role.SAVINGS_CONTROL, (LIABILITY,), CASH),
    _role(Role.INTEREST_ON_SAVINGS, (EXPENSE,), CASH),
    _role(Role.INCOME_FROM_FEE, (INCOME,), CASH, refined_by=Refinement.FEE_CHARGE),
    _role(
        Role.INCOME_FROM_PENALTY,
        (INCOME,),
        NOBODY,
        offered_by=CASH,
        refined_by=Refinement.PENALTY_CHARGE,
        stand_in=Role.INCOME_FROM_FEE,
    ),
    _role(Role.TRANSFERS_IN_SUSPENSE, (LIABILITY,), NOBODY, offered_by=CASH, stand_in=Role.SAVINGS_CONTROL),
    _role(Role.OVERDRAFT_PORTFOLIO, (ASSET,), NOBODY, offered_by=CASH),
    _role(Role.INCOME_FROM_INTEREST, (INCOME,), NOBODY, offered_by=CASH),
    _role(Role.WRITE_OFF, (EXPENSE,), NOBODY, offered_by=CASH),
)

INSTITUTION_ROLES = _table(
    *(
        _role(role, (account_class,), NOBODY, of_institution=True)
        for role, account_class in (
            (Role.ASSET_TRANSFER, ASSET),
            (Role.CASH_AT_MAIN_VAULT, ASSET),
            (Role.CASH_AT_TELLER, ASSET),
            (Role.FUND_SOURCE, ASSET),
            (Role.LIABILITY_TRANSFER, LIABILITY),
            (Role.PAYABLE_DIVIDENDS, LIABILITY),
            (Role.OPENING_BALANCES, EQUITY),
        )
    )
)

ROLES: dict[str, dict[Role, RoleSpec]] = {
    "loan": LOAN_ROLES,
    "savings": SAVINGS_ROLES,
    INSTITUTION: INSTITUTION_ROLES,
}
"""By product kind."""


def lent_by_institution(product_kind: str) -> tuple[Role, ...]:
    """Roles that the institution's accounts play for products of a kind."""
    if product_kind == INSTITUTION:
        return ()
    return tuple(spec.role for spec in ROLES[product_kind].values() if spec.of_institution)
