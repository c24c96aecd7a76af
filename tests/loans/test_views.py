"""What is shown of loans: one, many, as of a day, a preview, what forms offer."""

from datetime import date

import pytest

from amana.finance.components import Components
from amana.kernel.filtering import Compare, Operator
from amana.kernel.queries import PageRequest
from amana.kernel.refusals import NotFound
from amana.loans.add_charge import AddLoanCharge
from amana.loans.add_collateral import AddCollateral
from amana.loans.add_guarantor import AddGuarantor
from amana.loans.asked import AskedCharge, AskedTerms
from amana.loans.asking import (
    ALL_PARTS,
    GetGuarantor,
    GetLoan,
    GetLoanTransaction,
    GetTransactionDefaults,
    ListLoans,
    LoanPart,
    LoansOfClient,
    PreviewSchedule,
)
from amana.loans.at_day import GetLoanAtDay
from amana.loans.credit import CreditGoodwill
from amana.loans.kinds import Accounting, GuarantorKind, LoanStatus, LoanType, TransactionKind
from amana.loans.templates import GetLoanTemplate
from amana.loans.undo_transaction import UndoTransaction
from tests.loans.world import START, TODAY, D, Lender


def test_a_loan_in_full(lender: Lender) -> None:
    fee = lender.charge(time="disbursement", basis="flat", amount=D(100))
    loan = lender.submit(lender.product(Accounting.CASH), charges=(AskedCharge(charge=fee),))
    guarantor = lender.do(
        AddGuarantor(loan=loan, kind=GuarantorKind.EXTERNAL, first_name="Lyndon", last_name="Johnson")
    ).id
    lender.ready(loan)
    event = lender.repay(loan, "2015-02-10", "900")
    view = lender.ask(GetLoan(loan=loan, parts=ALL_PARTS))
    assert view.status is LoanStatus.ACTIVE
    assert view.timeline.disbursed_on == START
    assert view.timeline.disbursed_by.username == "mifos"
    assert view.client.name.startswith("Petra")
    assert view.annual_rate == 12
    summary = view.summary
    assert (summary.principal.charged, summary.fees.charged, summary.fees.paid) == (10000, 100, 100)
    assert summary.repaid == 1000
    assert summary.overdue_since == date(2015, 3, 1)
    assert summary.overdue == D("888.49") - D("11.51")
    assert (view.in_arrears, view.days_in_arrears) == (True, 31)
    first = view.schedule.instalments[0]
    assert (first.days, first.paid_late, first.completed_on) == (31, D("888.49"), date(2015, 2, 10))
    assert view.schedule.disbursements[0].fees == 100
    assert [one.kind for one in view.transactions] == [
        TransactionKind.DISBURSEMENT,
        TransactionKind.REPAYMENT_AT_DISBURSEMENT,
        TransactionKind.REPAYMENT,
    ]
    assert view.transactions[-1].id == event
    [charge] = view.charges
    assert (charge.amount, charge.paid, charge.outstanding) == (100, 100, 0)
    assert [one.id for one in view.guarantors] == [guarantor]
    assert lender.ask(GetGuarantor(loan=loan, guarantor=guarantor)).last_name == "Johnson"
    assert lender.ask(GetLoanTransaction(loan=loan, transaction=event)).components.principal > 0
    with pytest.raises(NotFound):
        lender.ask(GetLoanTransaction(loan=loan, transaction=event + 10**6))


def test_by_a_day_charges_due_later_are_not_asked_yet(lender: Lender) -> None:
    each = lender.charge(time="instalment", basis="flat", amount=D(10))
    once = lender.charge(time="specified_due_date", basis="flat", amount=D(40), penalty=True)
    loan = lender.disbursed(lender.product(), charges=(AskedCharge(charge=each),))
    lender.do(AddLoanCharge(loan=loan, charge=once, due_on=date(2015, 6, 1)))
    lender.repay(loan, "2015-02-01", "898.49")
    for day, fees, penalties in ((date(2015, 3, 15), 20, 0), (date(2015, 6, 1), 50, 40)):
        summary = lender.ask(GetLoanAtDay(loan=loan, on=day)).summary
        assert (summary.fees.charged, summary.fees.outstanding) == (fees, fees - 10)
        assert (summary.penalties.charged, summary.penalties.outstanding) == (penalties, penalties)
        assert summary.interest.charged == D("661.86")
        assert summary.expected_cost == D("661.86") + fees + penalties


def test_a_loan_as_of_a_day(lender: Lender) -> None:
    loan = lender.disbursed(lender.product())
    lender.repay(loan, "2015-02-01", "888.49")
    lender.repay(loan, "2015-03-01", "888.49")
    then = lender.ask(GetLoan(loan=loan, parts=ALL_PARTS, as_of=date(2015, 2, 15)))
    assert then.summary.repaid == D("888.49")
    assert len(then.transactions) == 2
    before = lender.ask(GetLoan(loan=loan, as_of=START))
    assert (before.status, before.summary.repaid) == (LoanStatus.ACTIVE, 0)
    assert lender.ask(GetLoan(loan=loan)).summary.repaid == D("1776.98")


def test_lists_are_filtered_sorted_and_paged(lender: Lender) -> None:
    client = lender.new_client()
    product = lender.product()
    made = [
        lender.submit(product, client=client, terms={"principal": D(amount)}) for amount in (300, 100, 200)
    ]
    page = lender.ask(ListLoans(client=client, page=PageRequest(order_by="proposed_principal", limit=2)))
    assert [one.proposed_principal for one in page.items] == [100, 200]
    assert page.total == 3
    where = Compare("proposed_principal", Operator.MORE, ("150",))
    page = lender.ask(ListLoans(client=client, where=where))
    assert [one.id for one in page.items] == [made[0], made[2]]
    assert [one.id for one in lender.ask(LoansOfClient(client=client)).loans] == made


def test_a_preview_is_what_the_loan_will_be(lender: Lender) -> None:
    product = lender.product()
    terms = AskedTerms(expected_disbursement_on=START, principal=D(5000), number_of_repayments=6)
    shown = lender.ask(PreviewSchedule(product=product, terms=terms))
    loan = lender.submit(product, terms={"principal": D(5000), "number_of_repayments": 6})
    kept = lender.ask(GetLoan(loan=loan, parts=ALL_PARTS)).schedule
    assert [one.due for one in shown.instalments] == [one.due for one in kept.instalments]
    assert shown.disbursed == kept.disbursed == 5000
    assert shown.preview


def test_what_forms_offer(lender: Lender) -> None:
    product = lender.product()
    loan = lender.disbursed(product)
    lender.repay(loan, "2015-02-01", "888.49")
    offered = lender.ask(GetTransactionDefaults(loan=loan))
    assert (offered.on, offered.amount) == (date(2015, 3, 1), D("888.49"))
    waiver = lender.ask(GetTransactionDefaults(loan=loan, kind=TransactionKind.INTEREST_WAIVER))
    assert (waiver.on, waiver.amount) == (TODAY, D("561.86"))
    assert waiver.components == Components(interest=D("561.86"))
    new = lender.ask(GetLoanTemplate(loan_type=LoanType.INDIVIDUAL, client=lender.client, product=product))
    assert (new.product.id, new.expected_disbursement_on) == (product, TODAY)


def test_pledges(lender: Lender) -> None:
    gold = lender.code_value("LoanCollateral", "Gold")
    loan = lender.submit(lender.product())
    lender.do(AddCollateral(loan=loan, type=gold, value=D(50000), description="a chain"))
    [pledge] = lender.ask(GetLoan(loan=loan, parts=ALL_PARTS)).collateral
    assert (pledge.type.name, pledge.value) == ("Gold", 50000)


def test_transactions_are_added_up_by_kind_and_what_was_reversed_apart(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(Accounting.CASH))
    lender.repay(loan, "2015-02-01", "888.49")
    twice = lender.repay(loan, "2015-02-02", "100")
    lender.do(UndoTransaction(loan=loan, transaction=twice))
    lender.do(CreditGoodwill(loan=loan, on=date(2015, 2, 3), amount=D(50)))
    moved = lender.ask(GetLoan(loan=loan, parts=frozenset({LoanPart.MOVED}))).moved
    assert (moved.repaid, moved.repaid_reversed) == (D("888.49"), 100)
    assert (moved.goodwill_credits, moved.goodwill_credits_reversed) == (50, 0)
    due = sum(row["interest_due"] for row in lender.instalments(loan)[:3])
    assert moved.interest_due_unpaid == due - lender.position(loan)["interest_paid"]
