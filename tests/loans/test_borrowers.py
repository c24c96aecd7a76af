"""Who borrows, who is in charge, who answers; limits, offices, applications changed and thrown away."""

from dataclasses import replace
from datetime import date

import pytest

from amana.kernel.calendar.holidays import ActivateHoliday, CreateHoliday
from amana.kernel.calendar.working_days import UpdateWorkingDays
from amana.kernel.configuration.change_settings import ChangeSettings, SettingChange
from amana.kernel.refusals import (
    AmountLimitExceeded,
    Duplicate,
    InvalidInput,
    NotAllowedInState,
    NotFound,
)
from amana.loans.approve import ApproveLoan
from amana.loans.asked import AskedTerms
from amana.loans.asking import GetLoan, ListLoans, LoansOfClient, LoansOfGroup
from amana.loans.assign_officer import AssignLoanOfficer
from amana.loans.delete import DeleteLoan
from amana.loans.kinds import LoanType
from amana.loans.modify import ModifyLoan
from amana.loans.products.mix import CreateProductMix
from amana.loans.reassign_loans import ReassignLoans
from amana.loans.refusals import (
    BorrowerNotActive,
    NoSchedule,
    NotAnOfficer,
    OnHoliday,
    ProductsExclude,
    WrongOfficer,
)
from amana.loans.repay import RepayLoan
from amana.parties.clients.create import CreateClient
from amana.parties.groups.create import CreateGroup
from amana.parties.offices.create import CreateOffice
from amana.parties.staff.create import CreateStaff
from tests.loans.products.products import unique
from tests.loans.world import HEAD_OFFICE, START, TODAY, D, Lender


def group(lender: Lender, *members: int) -> int:
    command = CreateGroup(
        office=HEAD_OFFICE, name=unique("Group"), active=True, activated_on=date(2014, 1, 1), clients=members
    )
    return int(lender.do(command).id)


def officer(lender: Lender, *, is_loan_officer: bool = True) -> int:
    command = CreateStaff(
        office=HEAD_OFFICE, first_name="Olga", last_name=unique("Officer"), is_loan_officer=is_loan_officer
    )
    return int(lender.do(command).id)


def test_a_group_borrows_as_a_whole_or_its_members_do(lender: Lender) -> None:
    member, stranger = lender.new_client(), lender.new_client()
    number = group(lender, member)
    product = lender.product()
    whole = lender.submit(product, loan_type=LoanType.GROUP, client=None, group=number)
    joint = lender.submit(product, loan_type=LoanType.JOINT_LIABILITY, client=member, group=number)
    found = lender.ask(LoansOfGroup(group=number))
    assert [one.id for one in found.loans] == [whole]
    assert [one.id for one in found.member_loans] == [joint]
    assert [one.id for one in lender.ask(LoansOfClient(client=member)).loans] == [joint]
    with pytest.raises(InvalidInput):
        lender.submit(product, loan_type=LoanType.JOINT_LIABILITY, client=stranger, group=number)
    with pytest.raises(InvalidInput):
        lender.submit(product, loan_type=LoanType.GROUP, client=member, group=number)
    with pytest.raises(InvalidInput):
        lender.submit(product, client=None)


def test_only_the_active_borrow(lender: Lender) -> None:
    pending = int(lender.do(CreateClient(office=HEAD_OFFICE, first_name="Not", last_name="Yet")).id)
    with pytest.raises(BorrowerNotActive):
        lender.submit(lender.product(), client=pending)
    with pytest.raises(NotFound):
        lender.submit(lender.product(), client=10**9)


def test_loans_are_counted_per_borrower_when_they_are_paid_out(lender: Lender) -> None:
    client = lender.new_client()
    first, second = (lender.disbursed(lender.product(), client=client) for _ in range(2))
    third = lender.submit(lender.product(), client=client)
    assert [lender.ask(GetLoan(loan=one)).loan_cycle for one in (first, second, third)] == [1, 2, None]


def test_an_officer_is_put_in_charge_and_handed_over(lender: Lender) -> None:
    first, second = officer(lender), officer(lender)
    loans = [lender.submit(lender.product(), officer=first) for _ in range(2)]
    lender.do(AssignLoanOfficer(loan=loans[0], officer=second, on=START, from_officer=first))
    assert lender.ask(GetLoan(loan=loans[0])).officer.id == second
    with pytest.raises(WrongOfficer):
        lender.do(ReassignLoans(loans=tuple(loans), officer=second, on=START, from_officer=first))
    assert lender.ask(GetLoan(loan=loans[1])).officer.id == first  # all or none
    lender.do(AssignLoanOfficer(loan=loans[0], officer=None, on=START))
    assert lender.ask(GetLoan(loan=loans[0])).officer is None
    clerk = officer(lender, is_loan_officer=False)
    with pytest.raises(NotAnOfficer):
        lender.do(AssignLoanOfficer(loan=loans[0], officer=clerk, on=START))


def test_an_application_can_be_changed_until_it_is_approved(lender: Lender) -> None:
    loan = lender.submit(lender.product(), external_id=unique("ext"))
    terms = AskedTerms(principal=D(2000), number_of_repayments=6, interest_rate=D(2))
    outcome = lender.do(ModifyLoan(loan=loan, terms=terms, submitted_on=date(2014, 12, 30)))
    assert outcome.changes["terms.principal"] == 2000
    view = lender.ask(GetLoan(loan=loan))
    assert (view.principal, view.term_length, view.timeline.submitted_on) == (2000, 6, date(2014, 12, 30))
    assert len(lender.instalments(loan)) == 6
    lender.do(ApproveLoan(loan=loan, on=START))
    with pytest.raises(NotAllowedInState):
        lender.do(ModifyLoan(loan=loan, terms=terms))


def test_who_borrows_and_how_can_change_until_the_approval(lender: Lender) -> None:
    member, other = lender.new_client(), lender.new_client()
    party = group(lender, member)
    loan = lender.submit(lender.product(), client=member)
    lender.do(ModifyLoan(loan=loan, loan_type=LoanType.JOINT_LIABILITY, group=party))
    view = lender.ask(GetLoan(loan=loan))
    assert (view.loan_type, view.client.id, view.group.id) == (LoanType.JOINT_LIABILITY, member, party)
    with pytest.raises(InvalidInput):  # no member of the group
        lender.do(ModifyLoan(loan=loan, client=other))
    lender.do(ModifyLoan(loan=loan, loan_type=LoanType.GROUP))
    view = lender.ask(GetLoan(loan=loan))
    assert (view.loan_type, view.client, view.group.id) == (LoanType.GROUP, None, party)
    assert [one.id for one in lender.ask(LoansOfGroup(group=party)).loans] == [loan]


def test_an_application_can_be_thrown_away(lender: Lender) -> None:
    name = unique("ext")
    loan = lender.submit(lender.product(), external_id=name)
    with pytest.raises(Duplicate):
        lender.submit(lender.product(), external_id=name)
    lender.do(DeleteLoan(loan=loan))
    with pytest.raises(NotFound):
        lender.ask(GetLoan(loan=loan))
    kinds = lender.rows(f"SELECT kind FROM loan_event WHERE loan_id = {loan} ORDER BY seq")
    assert [row["kind"] for row in kinds] == ["submitted", "deleted"]
    lender.submit(lender.product(), external_id=name)


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"principal": D(0)}, "terms.principal"),
        ({"principal": D("10.001")}, "terms.principal"),
        ({"principal": D(20000)}, "terms.principal"),
        ({"number_of_repayments": 0}, "terms.number_of_repayments"),
        ({"interest_rate": D(-1)}, "terms.interest_rate"),
        ({"grace_on_principal": 12}, "terms.grace_on_principal"),
        ({"term_length": 6}, "terms.term_length"),
        ({"first_repayment_on": date(2014, 12, 31)}, "terms.first_repayment_on"),
        ({"interest_charged_from": date(2014, 1, 1)}, "terms.interest_charged_from"),
    ],
)
def test_terms_have_to_make_sense(lender: Lender, terms: dict[str, object], field: str) -> None:
    product = lender.product(maximum_principal=D(15000))
    with pytest.raises(InvalidInput) as refused:
        lender.submit(product, terms=terms)
    assert [problem.field for problem in refused.value.problems] == [field]


def test_terms_that_lead_nowhere_are_refused(lender: Lender) -> None:
    with pytest.raises(NoSchedule):
        lender.submit(lender.product(), terms={"fixed_instalment": D(50)})


def test_products_that_exclude_each_other_are_not_held_together(lender: Lender) -> None:
    client = lender.new_client()
    held, other = lender.product(), lender.product()
    lender.do(CreateProductMix(product=other, restricted=(held,)))
    lender.submit(held, client=client)
    lender.submit(other, client=client)  # nothing runs yet
    lender.disbursed(held, client=client)
    with pytest.raises(ProductsExclude):
        lender.submit(other, client=client)


def test_rights_can_be_limited_to_an_amount(lender: Lender) -> None:
    loan = lender.disbursed(lender.product())
    teller = Lender.__new__(Lender)
    teller.tenant, teller.actor = lender.tenant, replace(lender.actor, limits={"REPAYMENT_LOAN": D(100)})
    teller.do(RepayLoan(loan=loan, on=TODAY, amount=D(100)))
    with pytest.raises(AmountLimitExceeded):
        teller.do(RepayLoan(loan=loan, on=TODAY, amount=D("100.01")))


def test_another_offices_loan_is_not_there(lender: Lender) -> None:
    loan = lender.disbursed(lender.product())
    branch = int(
        lender.do(CreateOffice(name=unique("Branch"), parent=HEAD_OFFICE, opened_on=date(2012, 1, 1))).id
    )
    clerk = Lender.__new__(Lender)
    clerk.tenant = lender.tenant
    clerk.actor = replace(lender.actor, office_id=branch, hierarchy=f".{branch}.")
    with pytest.raises(NotFound):
        clerk.ask(GetLoan(loan=loan))
    with pytest.raises(NotFound):
        clerk.do(RepayLoan(loan=loan, on=TODAY, amount=D(1)))
    assert clerk.ask(ListLoans()).items == []


def test_holidays_and_days_off(lender: Lender) -> None:
    lender.do(UpdateWorkingDays(weekdays=(0, 1, 2, 3, 4)))
    loan = lender.disbursed(lender.product())
    due = [row["due_date"] for row in lender.instalments(loan)[:3]]
    assert due == [date(2015, 2, 2), date(2015, 3, 2), date(2015, 4, 1)]  # Sundays move on
    with pytest.raises(OnHoliday):
        lender.repay(loan, "2015-03-01", "10")
    allowed = SettingChange(name="allow-transactions-on-non_workingday", enabled=True)
    lender.do(ChangeSettings(settings=(allowed,)))
    lender.repay(loan, "2015-03-01", "10")
    holiday = CreateHoliday(
        name=unique("Holiday"),
        first_day=date(2015, 3, 9),
        last_day=date(2015, 3, 9),
        offices=(HEAD_OFFICE,),
        repayments_move_to=date(2015, 3, 11),
    )
    lender.do(ActivateHoliday(holiday=int(lender.do(holiday).id)))
    with pytest.raises(OnHoliday):
        lender.repay(loan, "2015-03-09", "10")
    lender.do(
        ChangeSettings(settings=(SettingChange(name="reschedule-repayments-on-holidays", enabled=True),))
    )
    weekly = lender.submit(lender.product(), terms={"first_repayment_on": date(2015, 3, 9)})
    assert lender.instalments(weekly)[0]["due_date"] == date(2015, 3, 11)
    lender.do(UpdateWorkingDays(weekdays=tuple(range(7))))
