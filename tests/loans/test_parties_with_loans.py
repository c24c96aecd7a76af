"""What clients and groups mean to loans and loans to them: notes, search, leaving, moving."""

from dataclasses import replace
from datetime import date

import pytest

from amana.kernel.codes.queries import ListCodeOptions
from amana.kernel.refusals import InvalidInput, NotFound
from amana.loans.asking import GetLoan
from amana.loans.keep_notes import AddLoanNote, EditLoanNote, GetLoanNote, ListLoanNotes, RemoveLoanNote
from amana.loans.kinds import LoanType
from amana.parties.clients.close import ClientHasOpenAccounts, CloseClient
from amana.parties.groups.create import CreateGroup
from amana.parties.groups.members import DisassociateClients, MemberHasGroupLoans, MoveGroupClients
from amana.parties.offices.create import CreateOffice
from amana.parties.search.search import HitKind, Search, SearchKind
from amana.parties.staff.create import CreateStaff
from tests.loans.products.products import unique
from tests.loans.world import HEAD_OFFICE, START, Lender
from tests.submitting import ask, perform


def test_notes_about_a_loan(lender: Lender) -> None:
    loan, other = lender.submit(lender.product()), lender.submit(lender.product())
    made = lender.do(AddLoanNote(loan=loan, text="Shop seen"))
    assert (made.loan, made.client, made.office) == (loan, lender.client, HEAD_OFFICE)
    note = int(made.id)
    lender.do(EditLoanNote(loan=loan, note=note, text="Shop seen twice"))
    assert lender.ask(GetLoanNote(loan=loan, note=note)).text == "Shop seen twice"
    assert [one.id for one in lender.ask(ListLoanNotes(loan=loan))] == [note]
    with pytest.raises(NotFound):
        lender.do(EditLoanNote(loan=other, note=note, text="not mine"))
    with pytest.raises(InvalidInput):
        lender.do(AddLoanNote(loan=loan, text=" "))
    lender.do(RemoveLoanNote(loan=loan, note=note))
    assert lender.ask(ListLoanNotes(loan=loan)) == []


def test_a_loan_is_found_by_its_numbers_in_its_offices(lender: Lender) -> None:
    external = unique("LN")
    loan = lender.submit(lender.product(), external_id=external)
    account = lender.ask(GetLoan(loan=loan)).account_no
    (hit,) = lender.ask(Search(text=external))
    assert (hit.kind, hit.id, hit.account_no, hit.parent_id) == (HitKind.LOAN, loan, account, lender.client)
    assert hit.parent_name.startswith("Petra Yton")
    by_number = lender.ask(Search(text=account, kinds=(SearchKind.LOAN,)))
    assert loan in {one.id for one in by_number}
    branch = int(lender.do(CreateOffice(name=unique("Branch"), opened_on=START, parent=HEAD_OFFICE)).id)
    stranger = replace(lender.actor, hierarchy=f".{branch}.", office_id=branch)
    assert ask(lender.tenant, stranger, Search(text=external)) == []
    with pytest.raises(NotFound):
        perform(lender.tenant, stranger, AddLoanNote(loan=loan, text="seen"))


def test_who_owes_stays(lender: Lender) -> None:
    client = lender.new_client()
    reason = lender.ask(ListCodeOptions(code="ClientClosureReason"))[0].id
    loan = lender.disbursed(lender.product(), client=client)
    closing = CloseClient(client=client, on=date(2015, 4, 1), reason=reason)
    with pytest.raises(ClientHasOpenAccounts):
        lender.do(closing)
    lender.repay(loan, "2015-01-02", "20000")
    assert lender.ask(GetLoan(loan=loan)).status.value in {"overpaid", "closed"}


def test_joint_loans_follow_to_the_other_group_with_its_officer(lender: Lender) -> None:
    client = lender.new_client()
    officer = int(
        lender.do(
            CreateStaff(office=HEAD_OFFICE, first_name="Mary", last_name="Doe", is_loan_officer=True)
        ).id
    )
    active = {"office": HEAD_OFFICE, "active": True, "activated_on": date(2013, 1, 1)}
    group = int(lender.do(CreateGroup(name=unique("Group"), clients=(client,), **active)).id)
    target = int(lender.do(CreateGroup(name=unique("Group"), staff=officer, **active)).id)
    loan = lender.submit(lender.product(), loan_type=LoanType.JOINT_LIABILITY, client=client, group=group)
    with pytest.raises(MemberHasGroupLoans):
        lender.do(DisassociateClients(group=group, clients=(client,)))
    with pytest.raises(MemberHasGroupLoans):
        lender.do(MoveGroupClients(group=group, destination=target, clients=(client,), accounts_follow=False))
    lender.do(MoveGroupClients(group=group, destination=target, clients=(client,)))
    view = lender.ask(GetLoan(loan=loan))
    assert view.group is not None
    assert (view.group.id, view.officer.id) == (target, officer)
