"""What forms start from and offer: for a new loan, a charge, a guarantor, collateral."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from amana.charges.kinds import AppliesTo
from amana.charges.queries import ChargeView, ListCharges, charges_listed
from amana.finance.money import ZERO
from amana.kernel.codes.queries import CodeValueView, code_options
from amana.kernel.context import Reading
from amana.kernel.queries import answers
from amana.kernel.refusals import invalid
from amana.loans.kinds import GuarantorKind, LoanType
from amana.loans.products.product import LoanProduct
from amana.loans.products.queries import charges_of
from amana.loans.products.store import ProductReader
from amana.loans.refs import loan_ref
from amana.parties.clients.queries import ClientView
from amana.parties.groups.queries import GetGroup, get_group
from amana.parties.refs import ClientRef, GroupRef, client_ref, group_ref
from amana.parties.staff.queries import ListStaff, StaffView, list_staff

COLLATERAL_TYPES, PURPOSES = "LoanCollateral", "LoanPurpose"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanOptions:
    """What can be chosen for a new loan of a product."""

    officers: Sequence[StaffView]
    purposes: Sequence[CodeValueView]
    charges: Sequence[ChargeView]
    collateral_types: Sequence[CodeValueView]


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanTemplate:
    """A new loan before anything is asked for: who borrows, and the product's terms where one is chosen."""

    loan_type: LoanType
    client: ClientRef | None
    group: GroupRef | None
    members: Sequence[ClientView] | None
    """The clients of the group, where loans for several of them are to be made."""
    expected_disbursement_on: date
    products: Sequence[LoanProduct]
    product: LoanProduct | None = None
    charges: Sequence[ChargeView] | None = None
    """What a loan of the product carries unless the applicant says otherwise."""
    options: LoanOptions | None = None

    @property
    def with_group(self) -> "LoanTemplate | None":
        """The template itself where a group takes part."""
        return None if self.group is None else self

    @property
    def term_length(self) -> int | None:
        """The product's term in its unit of repayment."""
        product = self.product
        return None if product is None else product.number_of_repayments * product.repay_every


@dataclass(frozen=True, kw_only=True)
class GetLoanTemplate:
    """What a form for a new loan starts from: a ``LoanTemplate``.

    ``officers_of_office_only`` leaves out loan officers of the offices above the borrower's.
    """

    loan_type: LoanType
    client: int | None = None
    group: int | None = None
    product: int | None = None
    officers_of_office_only: bool = False
    for_members: bool = False


@answers(GetLoanTemplate, permission="READ_LOAN")
def get_loan_template(query: GetLoanTemplate, reading: Reading) -> LoanTemplate:
    """Refuses a form without the borrower that its kind of loan needs."""
    if query.client is None and (query.loan_type is LoanType.INDIVIDUAL or query.group is None):
        raise invalid("client", "blank", "The client is missing.")
    if query.group is None and query.loan_type is LoanType.GROUP:
        raise invalid("group", "blank", "The group is missing.")
    client = None if query.client is None else client_ref(reading, query.client)
    group = None if query.group is None else group_ref(reading, query.group)
    products = ProductReader(reading)
    product = None if query.product is None else products.get(query.product)
    members = None
    if query.for_members and query.group is not None:
        members = get_group(GetGroup(group=query.group, with_clients=True), reading).clients
    return LoanTemplate(
        loan_type=query.loan_type,
        client=client,
        group=group,
        members=members,
        expected_disbursement_on=reading.business_date,
        products=[one for one in products.all() if one.offered_on(reading.business_date)],
        product=product,
        charges=None if product is None else charges_of(reading, product),
        options=None if product is None else _options(query, reading, product, client or group),
    )


def _options(
    query: GetLoanTemplate, reading: Reading, product: LoanProduct, borrower: ClientRef | GroupRef | None
) -> LoanOptions:
    assert borrower is not None  # noqa: S101 - refused before
    asked = ListStaff(loan_officers_only=True, in_hierarchy_of=borrower.office_id)
    if query.officers_of_office_only:
        asked = ListStaff(loan_officers_only=True, office=borrower.office_id)
    return LoanOptions(
        officers=list_staff(asked, reading),
        purposes=code_options(reading.session, PURPOSES),
        charges=_charges(reading, product.currency_code),
        collateral_types=code_options(reading.session, COLLATERAL_TYPES),
    )


def _charges(reading: Reading, currency: str) -> list[ChargeView]:
    wanted = ListCharges(applies_to=AppliesTo.LOAN, active=True, currency=currency)
    return charges_listed(wanted, reading)


# -- what hangs on a loan ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanChargeTemplate:
    """A new charge of a loan."""

    charges: Sequence[ChargeView]
    paid: Decimal = ZERO
    waived: Decimal = ZERO
    written_off: Decimal = ZERO
    penalty: bool = False


@dataclass(frozen=True, kw_only=True)
class GetLoanChargeTemplate:
    """The charges that can be put on a loan: a ``LoanChargeTemplate``."""

    loan: int


@dataclass(frozen=True, slots=True, kw_only=True)
class GuarantorTemplate:
    """A new guarantor."""

    kind: GuarantorKind = GuarantorKind.CUSTOMER
    kinds: Sequence[GuarantorKind] = tuple(GuarantorKind)


@dataclass(frozen=True, kw_only=True)
class GetGuarantorTemplate:
    """What a form for a new guarantor starts from: a ``GuarantorTemplate``."""

    loan: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CollateralTemplate:
    """A new pledge."""

    types: Sequence[CodeValueView]


@dataclass(frozen=True, kw_only=True)
class GetCollateralTemplate:
    """The kinds of collateral: a ``CollateralTemplate``."""

    loan: int


@answers(GetLoanChargeTemplate, permission="READ_LOANCHARGE")
def get_charge_template(query: GetLoanChargeTemplate, reading: Reading) -> LoanChargeTemplate:
    """Active charges of loans in the loan's currency."""
    loan = loan_ref(reading, query.loan)
    return LoanChargeTemplate(charges=_charges(reading, loan.currency))


@answers(GetGuarantorTemplate, permission="READ_GUARANTOR")
def get_guarantor_template(query: GetGuarantorTemplate, reading: Reading) -> GuarantorTemplate:
    """The same for every loan that the actor may see."""
    loan_ref(reading, query.loan)
    return GuarantorTemplate()


@answers(GetCollateralTemplate, permission="READ_COLLATERAL")
def get_collateral_template(query: GetCollateralTemplate, reading: Reading) -> CollateralTemplate:
    """The active values of code LoanCollateral."""
    loan_ref(reading, query.loan)
    return CollateralTemplate(types=code_options(reading.session, COLLATERAL_TYPES))
