"""What a supervisor sees of the team: who counts, what counts as lent and repaid, and when."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from amana.kernel.access.disable_user import DisableUser
from amana.kernel.context import Actor
from amana.kernel.queries import PageRequest
from amana.kernel.refusals import InvalidInput, NotFound, NotPermitted
from amana.loans.reject import RejectLoan
from amana.loans.undo_transaction import UndoTransaction
from amana.loans.write_off import WriteOffLoan
from amana.parties.offices.create import CreateOffice
from amana.reports.supervision.delete import DeleteSupervisorReport
from amana.reports.supervision.generate import GenerateSupervisorReport
from amana.reports.supervision.queries import (
    SupervisorReport,
    SupervisorReports,
    TeamDashboard,
    TeamOfficers,
)
from amana.reports.supervision.teams import OtherTeam
from amana.reports.supervision.views import Dashboard, Figures, ReportType, ReportView, Standing
from tests.kernel.access.people import unique
from tests.loans.world import START, Lender
from tests.reports.team import SUPERVISOR_RIGHTS, Team
from tests.submitting import ask, perform
from tests.tenant_fixtures import administrator_of, copied

D = Decimal


@pytest.fixture(scope="module")
def lender(database_server: Callable[..., str], template_database: str) -> Iterator[Lender]:
    with copied(database_server, template_database) as tenant:
        yield Lender(tenant, administrator_of(tenant))


@pytest.fixture
def team(lender: Lender) -> Team:
    return Team(lender)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def seen(team: Team, first: str = "2015-01-01", last: str = "2015-12-31") -> Dashboard:
    query = TeamDashboard(period_start=moment(first), period_end=moment(f"{last}T23:59:59"))
    return ask(team.lender.tenant, team.user, query)


def generated(team: Team, actor: Actor, **more: object) -> ReportView:
    usual = {
        "report_type": ReportType.MONTHLY,
        "period_start": moment("2015-01-01"),
        "period_end": moment("2015-01-31T23:59:59"),
    }
    done = perform(team.lender.tenant, actor, GenerateSupervisorReport(**{**usual, **more}))
    return done.more["report"]


def test_a_team_without_anything_is_all_zeros(team: Team) -> None:
    found = seen(team)
    assert (found.officers, found.performance, found.standings, found.currency) == (0, [], [], None)
    assert found.figures == Figures(
        unions=0,
        members=0,
        verified_members=0,
        pending_members=0,
        loans=0,
        active_loans=0,
        completed_loans=0,
        defaulted_loans=0,
        disbursed=D(0),
        repaid=D(0),
        outstanding=D(0),
        collection_rate=D(0),
    )


def test_officers_unions_and_members_are_counted_once(team: Team) -> None:
    ben, eve = team.officer("Ben", "Eze"), team.officer("Eve", "Ade")
    union = team.union(ben, members=2)
    team.member(union, verified=False)
    team.union(ben)
    team.union(eve, members=1)
    team.staff("Not", "Officer", supervisor=team.supervisor)
    other = Team(team.lender)
    other.union(other.officer(), members=5)
    found = seen(team)
    assert found.officers == 2
    figures = found.figures
    assert (figures.unions, figures.members, figures.verified_members, figures.pending_members) == (
        3,
        4,
        3,
        1,
    )
    assert [(one.officer.name, one.figures.unions, one.figures.members) for one in found.performance] == [
        ("Eve Ade", 1, 1),
        ("Ben Eze", 2, 3),
    ]


def test_only_what_was_paid_out_counts_as_disbursed(team: Team) -> None:
    lender, union = team.lender, team.union(team.officer(), members=1)
    client = {"client": union.members[0]}
    lender.disbursed(team.product, **client)
    lender.approved(team.product, **client)
    lender.submit(team.product, **client)
    rejected = lender.submit(team.product, **client)
    lender.do(RejectLoan(loan=rejected, on=START))
    found = seen(team)
    assert (found.figures.loans, found.figures.active_loans) == (4, 1)
    assert (found.figures.disbursed, found.figures.outstanding) == (D(1000), D(1000))
    assert [(one.standing, one.count, one.amount) for one in found.standings] == [
        (Standing.PENDING, 1, D(1000)),
        (Standing.APPROVED, 1, D(1000)),
        (Standing.ACTIVE, 1, D(1000)),
        (Standing.CANCELLED, 1, D(1000)),
    ]
    assert found.currency == "USD"


def test_repaid_are_the_payments_dated_in_the_period_that_stand(team: Team) -> None:
    lender, union = team.lender, team.union(team.officer(), members=1)
    loan = lender.disbursed(team.product, client=union.members[0])
    lender.repay(loan, "2015-01-20", "100")
    lender.repay(loan, "2015-02-20", "200")
    undone = lender.repay(loan, "2015-01-25", "50")
    lender.do(UndoTransaction(loan=loan, transaction=undone))
    january = seen(team, last="2015-01-31").figures
    assert (january.disbursed, january.repaid, january.outstanding) == (D(1000), D(100), D(900))
    assert january.collection_rate == D("10.00")
    quarter = seen(team, last="2015-03-31").figures
    assert (quarter.repaid, quarter.collection_rate) == (D(300), D("30.00"))
    assert seen(team, first="2015-02-01").figures.loans == 0


def test_defaulted_and_completed_loans(team: Team) -> None:
    lender, union = team.lender, team.union(team.officer(), members=2)
    lost, paid = (lender.disbursed(team.product, client=client) for client in union.members)
    lender.do(WriteOffLoan(loan=lost, on=date(2015, 2, 1)))
    lender.repay(paid, "2015-03-01", "1100")
    figures = seen(team).figures
    assert (figures.loans, figures.completed_loans, figures.defaulted_loans, figures.active_loans) == (
        2,
        1,
        1,
        0,
    )
    assert (figures.repaid, figures.collection_rate) == (D(1100), D("55.00"))


def test_the_rate_stays_within_a_hundred(team: Team) -> None:
    lender, union = team.lender, team.union(team.officer(), members=1)
    loan = lender.disbursed(team.product, client=union.members[0])
    lender.repay(loan, "2015-03-01", "1500")
    figures = seen(team).figures
    assert (figures.repaid, figures.outstanding, figures.collection_rate) == (D(1500), D(-500), D(100))


def test_loans_belong_to_the_officer_of_the_union(team: Team) -> None:
    lender = team.lender
    ben, eve = team.officer("Ben", "Eze"), team.officer("Eve", "Ade")
    bens, eves = team.union(ben, members=1), team.union(eve, members=1)
    lender.repay(lender.disbursed(team.product, client=bens.members[0]), "2015-02-01", "250")
    lender.disbursed(team.product, client=eves.members[0])
    lender.disbursed(team.product)  # to a client of no union
    found = seen(team)
    by_name = {one.officer.first_name: one.figures for one in found.performance}
    assert (by_name["Ben"].repaid, by_name["Ben"].collection_rate) == (D(250), D(25))
    assert (by_name["Eve"].disbursed, by_name["Eve"].repaid) == (D(1000), D(0))
    assert (found.figures.disbursed, found.figures.collection_rate) == (D(2000), D("12.50"))


def test_trends_are_the_last_six_months_whatever_the_period(team: Team) -> None:
    lender, union = team.lender, team.union(team.officer(), members=1)
    team.member(union, date(2015, 2, 10))
    loan = lender.disbursed(team.product, client=union.members[0])
    lender.repay(loan, "2015-03-05", "100")
    found = seen(team, "2010-01-01", "2010-12-31")
    assert found.figures.loans == 0
    rows = {one.month: (one.disbursed, one.repaid, one.new_loans, one.new_members) for one in found.trends}
    assert list(rows) == [date(2014, 11, 1), date(2014, 12, 1), *(date(2015, n, 1) for n in (1, 2, 3, 4))]
    assert rows[date(2015, 1, 1)][:3] == (D(1000), D(0), 1)
    assert rows[date(2015, 3, 1)] == (D(0), D(100), 0, 0)
    assert sum(row[3] for row in rows.values()) == 2


def test_officers_stay_in_the_list_and_tell_whether_they_can_log_in(team: Team) -> None:
    ben, eve = team.officer("Ben", "Eze"), team.officer("Eve", "Ade")
    user = team.login(ben, "READ_CLIENT")
    team.union(ben)
    perform(team.lender.tenant, team.lender.actor, DisableUser(user=user.user_id))
    found = ask(team.lender.tenant, team.user, TeamOfficers())
    assert [(one.officer.id, one.active, one.unions, one.login_count) for one in found] == [
        (eve, True, 0, 0),
        (ben, False, 1, 0),
    ]
    assert found[1].officer.email == user.email


def test_a_report_is_frozen(team: Team) -> None:
    lender, union = team.lender, team.union(team.officer(), members=1)
    loan = lender.disbursed(team.product, client=union.members[0])
    made = generated(team, team.user)
    assert made.title == "MONTHLY Report - 2015-01-01 to 2015-01-31"
    assert made.data is not None
    assert made.data.figures.disbursed == made.disbursed == D(1000)
    lender.repay(loan, "2015-01-20", "100")
    again = ask(lender.tenant, team.user, SupervisorReport(report=made.id))
    assert again == made
    assert seen(team, last="2015-01-31").figures.repaid == D(100)


def test_a_supervisor_has_his_own_reports_only(team: Team) -> None:
    other, tenant = Team(team.lender), team.lender.tenant
    mine, theirs = generated(team, team.user, title="Mine"), generated(other, other.user)
    assert [one.id for one in ask(tenant, team.user, SupervisorReports()).items] == [mine.id]
    with pytest.raises(NotFound):
        ask(tenant, team.user, SupervisorReport(report=theirs.id))
    with pytest.raises(NotFound):
        perform(tenant, team.user, DeleteSupervisorReport(report=theirs.id))
    for query in (
        SupervisorReports(supervisor=other.supervisor),
        TeamOfficers(supervisor=other.supervisor),
        TeamDashboard(supervisor=other.supervisor),
    ):
        with pytest.raises(OtherTeam):
            ask(tenant, team.user, query)
    with pytest.raises(OtherTeam):
        generated(team, team.user, supervisor=other.supervisor)
    assert generated(team, team.user, supervisor=team.supervisor).supervisor.id == team.supervisor


def test_an_administrator_reads_and_deletes_any_and_reports_on_anybody(team: Team) -> None:
    tenant, boss = team.lender.tenant, team.lender.actor
    made = generated(team, boss, supervisor=team.supervisor)
    assert made.supervisor.id == team.supervisor
    mine = ask(tenant, team.user, SupervisorReport(report=made.id))
    assert mine.id == made.id
    assert made.id in [one.id for one in ask(tenant, boss, SupervisorReports()).items]
    listed = ask(tenant, boss, SupervisorReports(supervisor=team.supervisor))
    assert ([one.id for one in listed.items], listed.total) == ([made.id], 1)
    with pytest.raises(NotFound):
        ask(tenant, boss, SupervisorReport(report=made.id, supervisor=team.supervisor + 1000))
    perform(tenant, boss, DeleteSupervisorReport(report=made.id))
    with pytest.raises(NotFound):
        ask(tenant, boss, SupervisorReport(report=made.id))
    assert ask(tenant, boss, TeamOfficers()) == []


def test_who_is_no_supervisor_cannot_be_reported_on(team: Team) -> None:
    boss, officer = team.lender.actor, team.officer()
    for nobody in (officer, 999999):
        with pytest.raises(NotFound):
            generated(team, boss, supervisor=nobody)
    with pytest.raises(NotFound):
        generated(team, boss)


def test_an_administrator_of_a_branch_stays_in_it(team: Team) -> None:
    lender = team.lender
    office = lender.do(CreateOffice(name=unique("Branch "), parent=1, opened_on=date(2014, 1, 1))).id
    branch = Team(lender, office=int(office))
    chief = branch.login(None, *SUPERVISOR_RIGHTS, "ALLTEAMS_SUPERVISORREPORT")
    theirs, elsewhere = generated(branch, branch.user), generated(team, team.user)
    assert [one.id for one in ask(lender.tenant, chief, SupervisorReports()).items] == [theirs.id]
    with pytest.raises(NotFound):
        ask(lender.tenant, chief, SupervisorReport(report=elsewhere.id))
    with pytest.raises(NotFound):
        generated(team, chief, supervisor=team.supervisor)


def test_without_the_right_there_is_nothing(team: Team) -> None:
    officer = team.login(team.officer(), "READ_CLIENT")
    for query in (TeamDashboard(), TeamOfficers(), SupervisorReports(), SupervisorReport(report=1)):
        with pytest.raises(NotPermitted):
            ask(team.lender.tenant, officer, query)
    with pytest.raises(NotPermitted):
        generated(team, officer)


def test_pages_are_newest_first(team: Team) -> None:
    made = [generated(team, team.user, title=f"Number {number}").id for number in range(3)]
    page = ask(team.lender.tenant, team.user, SupervisorReports(page=PageRequest(offset=1, limit=1)))
    assert ([one.id for one in page.items], page.total) == ([made[1]], 3)


@pytest.mark.parametrize(
    "wrong",
    [
        {"period_end": moment("2014-12-31")},
        {"period_start": datetime(2015, 1, 1)},  # noqa: DTZ001 - that is what is wrong
        {"title": "x" * 201},
    ],
)
def test_periods_and_titles_have_to_make_sense(team: Team, wrong: dict[str, object]) -> None:
    with pytest.raises(InvalidInput):
        generated(team, team.user, **wrong)


def test_the_last_moment_of_the_last_day_belongs_to_the_period(team: Team) -> None:
    lender, union = team.lender, team.union(team.officer(), members=1)
    last = date(2015, 1, 31)
    lender.submit(
        team.product, client=union.members[0], submitted_on=last, terms={"expected_disbursement_on": last}
    )
    assert seen(team, last="2015-01-31").figures.loans == 1
    assert seen(team, last=str(last - timedelta(days=1))).figures.loans == 0
