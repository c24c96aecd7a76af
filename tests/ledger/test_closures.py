"""Closed periods: nothing gets in, by whichever way, and a closure cannot be overtaken by a posting."""

import threading
from datetime import date, timedelta
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa

from amana.kernel.context import Actor, Moment
from amana.kernel.database_refusals import as_refusal
from amana.kernel.records import setting, tenant_state
from amana.kernel.refusals import NotFound, VersionConflict
from amana.kernel.tenant import Setting, Tenant
from amana.ledger.account_types import AccountClass
from amana.ledger.close_period import ClosedAlready, ClosePeriod, ClosingDayInFuture
from amana.ledger.closure_queries import GetClosure, ListClosures
from amana.ledger.closures import BOOK_ON_FIRST_OPEN_DAY, PeriodClosed, booking_day
from amana.ledger.records import journal_entry, journal_line
from amana.ledger.reopen_period import LaterClosureExists, ReopenPeriod
from amana.ledger.update_closure import UpdateClosure
from tests.kernel.access.people import branch, user_with
from tests.ledger.accounts import account, entry, value_of
from tests.ledger.posting import post, post_entry
from tests.submitting import ask, perform

JANUARY, FEBRUARY = date(2021, 1, 31), date(2021, 2, 28)


def close(tenant: Tenant, actor: Actor, office: int, day: date = JANUARY, **more: Any) -> int:
    return int(perform(tenant, actor, ClosePeriod(office=office, closed_on=day, **more)).id)


def test_a_closure_shuts_its_office_up_to_its_day(tenant: Tenant, administrator: Actor) -> None:
    office, elsewhere = branch(tenant)[0], branch(tenant)[0]
    pair = account(tenant, administrator), account(tenant, administrator, AccountClass.EQUITY)
    close(tenant, administrator, office)
    for day in (JANUARY, JANUARY - timedelta(days=100)):
        with pytest.raises(PeriodClosed):
            post(tenant, administrator, *pair, on=day, office=office)
    post(tenant, administrator, *pair, on=JANUARY + timedelta(days=1), office=office)
    post(tenant, administrator, *pair, on=JANUARY, office=elsewhere)


def test_closures_follow_one_another_and_go_from_the_latest(tenant: Tenant, administrator: Actor) -> None:
    office, _ = branch(tenant)
    first = close(tenant, administrator, office)
    for day in (JANUARY, JANUARY - timedelta(days=1)):
        with pytest.raises(ClosedAlready):
            close(tenant, administrator, office, day)
    second = close(tenant, administrator, office, FEBRUARY)
    with pytest.raises(LaterClosureExists):
        perform(tenant, administrator, ReopenPeriod(closure=first))
    perform(tenant, administrator, ReopenPeriod(closure=second))
    perform(tenant, administrator, ReopenPeriod(closure=first))
    pair = account(tenant, administrator), account(tenant, administrator)
    post(tenant, administrator, *pair, on=JANUARY, office=office)


def test_the_future_cannot_be_closed(tenant: Tenant, administrator: Actor) -> None:
    with pytest.raises(ClosingDayInFuture):
        close(tenant, administrator, 1, date(2999, 1, 1))


def test_only_the_comments_change(tenant: Tenant, administrator: Actor) -> None:
    office, _ = branch(tenant)
    number = close(tenant, administrator, office, comments="first")
    outcome = perform(tenant, administrator, UpdateClosure(closure=number, comments="verified"))
    assert (outcome.office, outcome.changes) == (office, {"comments": "verified"})
    seen = ask(tenant, administrator, GetClosure(closure=number))
    assert (seen.comments, seen.closed_on, seen.updated_by_username) == ("verified", JANUARY, "mifos")


def test_closures_stay_within_the_office(tenant: Tenant, administrator: Actor) -> None:
    office, other = branch(tenant)[0], branch(tenant)[0]
    number, foreign = close(tenant, administrator, office), close(tenant, administrator, other)
    rights = ("READ_GLCLOSURE", "CREATE_GLCLOSURE", "DELETE_GLCLOSURE", "UPDATE_GLCLOSURE")
    accountant = user_with(tenant, administrator, *rights, office_id=office)
    assert [one.id for one in ask(tenant, accountant, ListClosures())] == [number]
    for query in (GetClosure(closure=foreign),):
        with pytest.raises(NotFound):
            ask(tenant, accountant, query)
    for command in (
        ClosePeriod(office=other, closed_on=FEBRUARY),
        UpdateClosure(closure=foreign, comments="x"),
        ReopenPeriod(closure=foreign),
    ):
        with pytest.raises(NotFound):
            perform(tenant, accountant, command)


def test_an_institution_may_book_on_the_first_open_day(tenant: Tenant) -> None:
    with tenant.database.reading() as session:
        moment = tenant.moment(session)
    lenient = Moment(
        business_date=moment.business_date,
        closing_day=moment.closing_day,
        now=moment.now,
        configuration_version=1,
        access_version=1,
        settings={BOOK_ON_FIRST_OPEN_DAY: Setting(enabled=True)},
    )
    strict = Moment(**{**vars(lenient), "settings": {BOOK_ON_FIRST_OPEN_DAY: Setting(enabled=False)}})
    for day, closed_on, booked in (
        (JANUARY, None, JANUARY),
        (FEBRUARY, JANUARY, FEBRUARY),
        (JANUARY, JANUARY, date(2021, 2, 1)),
        (date(2020, 3, 3), JANUARY, date(2021, 2, 1)),
    ):
        assert booking_day(lenient, closed_on, day) == booked
        if booked != day:
            with pytest.raises(PeriodClosed):
                booking_day(strict, closed_on, day)
        else:
            assert booking_day(strict, closed_on, day) == booked


def test_the_setting_is_there_and_off(fresh_tenant: Tenant, administrator: Actor) -> None:
    enabled = sa.select(setting.c.enabled).where(setting.c.name == BOOK_ON_FIRST_OPEN_DAY)
    assert value_of(fresh_tenant, enabled) is False
    pair = account(fresh_tenant, administrator), account(fresh_tenant, administrator)
    close(fresh_tenant, administrator, 1)
    with fresh_tenant.database.writing() as session:
        on = sa.update(setting).where(setting.c.name == BOOK_ON_FIRST_OPEN_DAY).values(enabled=True)
        session.run(on)
        session.run(sa.update(tenant_state).values(configuration_version=2))
    reference = post(fresh_tenant, administrator, *pair, on=JANUARY)
    booked = sa.select(journal_entry.c.value_date).where(journal_entry.c.transaction_ref == reference)
    assert value_of(fresh_tenant, booked) == date(2021, 2, 1)


def test_the_database_refuses_what_slipped_past_the_handler(tenant: Tenant, administrator: Actor) -> None:
    office, _ = branch(tenant)
    close(tenant, administrator, office)
    pair = account(tenant, administrator), account(tenant, administrator)
    late = entry(*pair, on=JANUARY, office=office)
    with pytest.raises(psycopg.DatabaseError, match="closed") as refused:
        post_entry(tenant, administrator, late, check=False)
    assert isinstance(as_refusal(refused.value), VersionConflict)  # the command is decided anew
    assert value_of(tenant, sa.select(sa.func.count()).where(journal_line.c.office_id == office)) == 0


def test_a_posting_under_way_and_a_closure_cannot_pass_each_other(
    tenant: Tenant, administrator: Actor
) -> None:
    """The posting holds the office by its foreign key: the closure waits for it; a later posting is refused."""
    office, _ = branch(tenant)
    pair = account(tenant, administrator), account(tenant, administrator)
    inserting = (
        "WITH e AS (INSERT INTO journal_entry (transaction_ref, value_date, booked_at, command_id, created_by) "
        "VALUES ('X', '2021-01-15', now(), 1, 1) RETURNING id) "
        "INSERT INTO journal_line (entry_id, account_id, office_id, side, amount, currency, value_date) "
        "SELECT e.id, v.a, %(office)s, v.s, 5, 'USD', '2021-01-15' "
        "FROM e, (VALUES (%(debit)s::bigint, 'debit'), (%(credit)s::bigint, 'credit')) AS v (a, s)"
    )
    values = {"office": office, "debit": pair[0], "credit": pair[1]}
    closing = threading.Thread(target=close, args=(tenant, administrator, office))
    with psycopg.connect(tenant.database.conninfo) as posting:
        posting.execute(inserting, values)
        closing.start()
        closing.join(timeout=0.5)
        assert closing.is_alive()
    closing.join(timeout=20)
    assert not closing.is_alive()
    with (
        psycopg.connect(tenant.database.conninfo) as late,
        pytest.raises(psycopg.DatabaseError, match="closed"),
    ):
        late.execute(inserting, values)
