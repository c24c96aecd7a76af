"""From a journal line back to the event, the command, the audit and everybody who had a hand in it."""

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal

import pytest
import sqlalchemy as sa

from amana.kernel.access.require_checkers import RequireCheckers
from amana.kernel.audit_queries import AuditDetails
from amana.kernel.configuration.change_settings import ChangeSettings, SettingChange
from amana.kernel.context import Actor
from amana.kernel.maker_checker import ApprovePendingCommand
from amana.kernel.outcome import PendingApproval
from amana.kernel.refusals import NotFound, NotPermitted
from amana.ledger.records import journal_entry, journal_line
from amana.loans.kinds import Accounting
from amana.loans.repay import RepayLoan
from amana.reports.trail import JournalTrail, Trail
from tests.kernel.access.people import branch, user_with
from tests.loans.world import Lender
from tests.submitting import ask, attempt
from tests.tenant_fixtures import administrator_of, copied


@pytest.fixture(scope="module")
def lender(database_server: Callable[..., str], template_database: str) -> Iterator[Lender]:
    with copied(database_server, template_database) as tenant:
        yield Lender(tenant, administrator_of(tenant))


def lines(lender: Lender, event: int) -> list[int]:
    query = (
        sa.select(journal_line.c.id)
        .join(journal_entry, journal_entry.c.id == journal_line.c.entry_id)
        .where(journal_entry.c.event_id == event)
        .order_by(journal_line.c.id)
    )
    return [row["id"] for row in lender.rows(query)]


def trail(lender: Lender, line: int, actor: Actor | None = None) -> Trail:
    return ask(lender.tenant, actor or lender.actor, JournalTrail(line=line))


def test_a_line_leads_to_its_event_command_and_user(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(Accounting.CASH))
    payment = lender.repay(loan, "2015-02-01", "500")
    found = trail(lender, lines(lender, payment)[0])
    assert (found.source_kind, found.source_id, found.value_date) == ("loan", loan, date(2015, 2, 1))
    assert found.transaction_ref == f"L{payment}"
    assert found.amount > Decimal(0)
    assert found.event is not None
    assert (found.event.id, found.event.kind, found.event.value_date) == (
        payment,
        "repaid",
        date(2015, 2, 1),
    )
    [command] = found.commands
    assert (command.command, command.username, command.source) == ("RepayLoan", "mifos", "test")
    assert command.body is not None
    assert command.body["amount"] == "500"
    audited = ask(lender.tenant, lender.actor, AuditDetails(number=command.audit_id))
    assert (audited.action, audited.entity, audited.maker) == ("REPAYMENT", "LOAN", "mifos")
    assert audited.client_name is not None
    assert audited.loan_account is not None


def test_an_approved_command_leads_to_maker_and_checker(lender: Lender) -> None:
    loan = lender.disbursed(lender.product(Accounting.CASH))
    lender.do(RequireCheckers(permissions={"REPAYMENT_LOAN": True}))
    maker = user_with(lender.tenant, lender.actor, "REPAYMENT_LOAN")
    lender.do(ChangeSettings(settings=(SettingChange(name="maker-checker", enabled=True),)))
    try:
        command = RepayLoan(loan=loan, on=date(2015, 2, 1), amount=Decimal(100))
        held = attempt(lender.tenant, maker, command)
        assert isinstance(held, PendingApproval)
        lender.do(ApprovePendingCommand(pending=held.audit_id))
    finally:
        lender.do(ChangeSettings(settings=(SettingChange(name="maker-checker", enabled=False),)))
    payment = lender.rows(
        sa.text("SELECT max(id) AS id FROM loan_event WHERE loan_id = :loan").bindparams(loan=loan)
    )[0]["id"]
    found = trail(lender, lines(lender, payment)[0])
    assert [(one.command, one.username) for one in found.commands] == [
        ("ApprovePendingCommand", "mifos"),
        ("RepayLoan", maker.username),
    ]


def test_lines_of_other_offices_do_not_exist(lender: Lender) -> None:
    payment = lender.repay(lender.disbursed(lender.product(Accounting.CASH)), "2015-02-01", "500")
    line = lines(lender, payment)[0]
    office, _ = branch(lender.tenant)
    stranger = user_with(lender.tenant, lender.actor, "READ_JOURNALENTRY", office_id=office)
    with pytest.raises(NotFound):
        trail(lender, line, stranger)
    with pytest.raises(NotFound):
        trail(lender, 999999)
    with pytest.raises(NotPermitted):
        trail(lender, line, user_with(lender.tenant, lender.actor, "READ_LOAN"))
