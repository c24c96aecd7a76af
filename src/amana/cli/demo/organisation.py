"""The institution itself: branches, staff, chart of accounts, charges, loan products."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from amana.charges.create import CreateCharge
from amana.charges.kinds import AppliesTo, ChargeTime
from amana.cli.demo.teller import Teller
from amana.finance.charges import ChargeBasis
from amana.finance.dates import PeriodUnit
from amana.finance.dues import AllocationStrategy
from amana.finance.terms import Amortisation, InterestMethod, InterestPeriod, RateUnit
from amana.funds.create import CreateFund
from amana.kernel.currencies.selection import SelectCurrencies
from amana.kernel.unset import UNSET
from amana.ledger.account_types import AccountClass, Usage
from amana.ledger.create_account import CreateAccount
from amana.loans.kinds import Accounting
from amana.loans.products.asked import AskedAccounts
from amana.loans.products.create import CreateLoanProduct
from amana.parties.offices.create import CreateOffice
from amana.parties.staff.create import CreateStaff

CURRENCY = "KES"
CURRENCIES = (CURRENCY, "USD")
DIGITS = 2
HEAD_OFFICE = 1
AGE_OF_INSTITUTION = timedelta(days=5 * 365)

BRANCHES = ("Kisumu", "Eldoret", "Machakos", "Nakuru")
OFFICERS = (
    ("Achieng", "Odhiambo"),
    ("Baraka", "Mutua"),
    ("Chebet", "Koech"),
    ("Daudi", "Kamau"),
    ("Esther", "Wanjiru"),
    ("Faith", "Nafula"),
    ("Gideon", "Kiprono"),
    ("Halima", "Abdi"),
)

# name, code, class; the role it plays for loans is the key
ACCOUNTS = {
    "fund_source": ("Cash at bank", "10100", AccountClass.ASSET),
    "loan_portfolio": ("Loans to customers", "13100", AccountClass.ASSET),
    "receivable_interest": ("Interest receivable", "13200", AccountClass.ASSET),
    "receivable_fee": ("Fees receivable", "13300", AccountClass.ASSET),
    "receivable_penalty": ("Penalties receivable", "13400", AccountClass.ASSET),
    "overpayment_liability": ("Overpaid by customers", "21100", AccountClass.LIABILITY),
    "interest_on_loan": ("Interest income", "41100", AccountClass.INCOME),
    "income_from_fee": ("Fee income", "41200", AccountClass.INCOME),
    "income_from_penalty": ("Penalty income", "41300", AccountClass.INCOME),
    "income_from_recovery": ("Recovered after write-off", "41400", AccountClass.INCOME),
    "write_off": ("Loans written off", "51100", AccountClass.EXPENSE),
}


@dataclass(frozen=True)
class Branch:
    """A branch with its loan officers."""

    office: int
    name: str
    officers: tuple[int, ...]


@dataclass(frozen=True)
class Products:
    """The loan products by what they are for."""

    group: int
    business: int
    farming: int


@dataclass(frozen=True)
class Institution:
    """What lending needs to know."""

    branches: tuple[Branch, ...]
    products: Products
    founded_on: date


def found_institution(teller: Teller) -> Institution:
    """Set everything up that lending needs."""
    founded_on = teller.today - AGE_OF_INSTITUTION
    teller.do(SelectCurrencies(currencies=CURRENCIES))
    branches = tuple(
        _open_branch(teller, name, OFFICERS[2 * number : 2 * number + 2], founded_on)
        for number, name in enumerate(BRANCHES)
    )
    return Institution(branches, _define_products(teller, _open_accounts(teller)), founded_on)


def _open_accounts(teller: Teller) -> AskedAccounts:
    made = {
        role: teller.do(CreateAccount(name=name, code=code, account_class=kind, usage=Usage.DETAIL))
        for role, (name, code, kind) in ACCOUNTS.items()
    }
    return AskedAccounts(
        fund_source=made["fund_source"],
        loan_portfolio=made["loan_portfolio"],
        receivable_interest=made["receivable_interest"],
        receivable_fee=made["receivable_fee"],
        receivable_penalty=made["receivable_penalty"],
        overpayment_liability=made["overpayment_liability"],
        interest_on_loan=made["interest_on_loan"],
        income_from_fee=made["income_from_fee"],
        income_from_penalty=made["income_from_penalty"],
        income_from_recovery=made["income_from_recovery"],
        write_off=made["write_off"],
    )


def _open_branch(teller: Teller, name: str, people: tuple[tuple[str, str], ...], founded_on: date) -> Branch:
    office = teller.do(CreateOffice(name=f"{name} Branch", opened_on=founded_on, parent=HEAD_OFFICE))
    officers = tuple(
        teller.do(
            CreateStaff(
                office=office, first_name=first, last_name=last, is_loan_officer=True, joined_on=founded_on
            )
        )
        for first, last in people
    )
    return Branch(office, name, officers)


def _define_products(teller: Teller, accounts: AskedAccounts) -> Products:
    shared = CreateLoanProduct(
        fund=teller.do(CreateFund(name="Own funds")),
        currency_code=CURRENCY,
        digits=DIGITS,
        repay_every=1,
        amortisation=Amortisation.EQUAL_INSTALMENTS,
        interest_period=InterestPeriod.SAME_AS_REPAYMENT,
        strategy=AllocationStrategy.MIFOS_STANDARD,
        accounting=Accounting.CASH,
        accounts=replace(accounts, receivable_interest=UNSET, receivable_fee=UNSET, receivable_penalty=UNSET),
        charges=(_define_processing_fee(teller),),
    )
    return Products(
        group=teller.do(_group_loan(shared)),
        business=teller.do(_business_loan(shared)),
        farming=teller.do(_farming_loan(shared, accounts)),
    )


def _define_processing_fee(teller: Teller) -> int:
    return teller.do(
        CreateCharge(
            name="Processing fee",
            applies_to=AppliesTo.LOAN,
            time=ChargeTime.DISBURSEMENT,
            basis=ChargeBasis.PERCENT_OF_AMOUNT,
            currency=CURRENCY,
            amount=Decimal("1.5"),
            active=True,
        )
    )


def _group_loan(shared: CreateLoanProduct) -> CreateLoanProduct:
    return replace(
        shared,
        name="Group loan",
        short_name="GRP",
        principal=Decimal(20_000),
        minimum_principal=Decimal(5_000),
        maximum_principal=Decimal(60_000),
        number_of_repayments=16,
        repay_unit=PeriodUnit.WEEKS,
        interest_rate=Decimal(2),
        interest_rate_unit=RateUnit.MONTH,
        interest_method=InterestMethod.FLAT,
    )


def _business_loan(shared: CreateLoanProduct) -> CreateLoanProduct:
    return replace(
        shared,
        name="Business loan",
        short_name="BUS",
        principal=Decimal(150_000),
        minimum_principal=Decimal(30_000),
        maximum_principal=Decimal(1_000_000),
        number_of_repayments=12,
        repay_unit=PeriodUnit.MONTHS,
        interest_rate=Decimal(24),
        interest_rate_unit=RateUnit.YEAR,
        interest_method=InterestMethod.DECLINING,
        interest_period=InterestPeriod.DAILY,
    )


def _farming_loan(shared: CreateLoanProduct, accounts: AskedAccounts) -> CreateLoanProduct:
    return replace(
        shared,
        name="Farming loan",
        short_name="FRM",
        principal=Decimal(80_000),
        minimum_principal=Decimal(20_000),
        maximum_principal=Decimal(300_000),
        number_of_repayments=9,
        repay_unit=PeriodUnit.MONTHS,
        interest_rate=Decimal(18),
        interest_rate_unit=RateUnit.YEAR,
        interest_method=InterestMethod.DECLINING,
        amortisation=Amortisation.EQUAL_PRINCIPAL,
        grace_on_principal=3,
        accounting=Accounting.ACCRUAL_UPFRONT,
        accounts=accounts,
    )
