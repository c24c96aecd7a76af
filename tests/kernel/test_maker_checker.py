"""Two pairs of eyes: held, found by who may check, carried out once, rejected, withdrawn; one line in the audit."""

import pytest
import sqlalchemy as sa

from amana.kernel import maker_checker
from amana.kernel.access.authentication import Authenticator
from amana.kernel.access.create_role import CreateRole
from amana.kernel.access.create_user import CreateUser
from amana.kernel.access.queries import RoleList, UserDetails
from amana.kernel.access.require_checkers import RequireCheckers
from amana.kernel.access.update_role import UpdateRole
from amana.kernel.access.update_user import UpdateUser
from amana.kernel.audit import Result
from amana.kernel.audit_queries import AuditDetails, AuditList, AuditView, PendingList, PendingTemplate
from amana.kernel.context import Actor
from amana.kernel.maker_checker import ApprovePendingCommand, RejectPendingCommand
from amana.kernel.outcome import PendingApproval
from amana.kernel.records import pending_command, setting, tenant_state
from amana.kernel.refusals import (
    Duplicate,
    InvalidInput,
    NotAllowedInState,
    NotFound,
    NotPermitted,
    Unauthenticated,
)
from amana.kernel.tenant import Tenant
from tests.kernel.access.people import branch, unique, user_with
from tests.submitting import ask, attempt, perform
from tests.tenant_fixtures import administrator_of

CHECKED = ("CREATE_ROLE", "UPDATE_ROLE", "CREATE_USER", "UPDATE_USER")


def switch(tenant: Tenant, name: str, *, enabled: bool) -> None:
    with tenant.database.writing() as session:
        session.run(sa.update(setting).where(setting.c.name == name).values(enabled=enabled))
        session.run(
            sa.update(tenant_state).values(configuration_version=tenant_state.c.configuration_version + 1)
        )


@pytest.fixture
def strict(fresh_tenant: Tenant) -> Tenant:
    """A tenant whose roles are changed by two."""
    boss = administrator_of(fresh_tenant)
    perform(fresh_tenant, boss, RequireCheckers(permissions=dict.fromkeys(CHECKED, True)))
    switch(fresh_tenant, "maker-checker", enabled=True)
    return fresh_tenant


@pytest.fixture
def boss(strict: Tenant) -> Actor:
    return administrator_of(strict)


def with_rights(tenant: Tenant, boss: Actor, *codes: str, office_id: int = 1) -> Actor:
    switch(tenant, "maker-checker", enabled=False)
    try:
        return user_with(tenant, boss, *codes, office_id=office_id)
    finally:
        switch(tenant, "maker-checker", enabled=True)


def held(tenant: Tenant, maker: Actor, command: object) -> int:
    result = attempt(tenant, maker, command)
    assert isinstance(result, PendingApproval)
    return result.audit_id


def stored(tenant: Tenant, number: int) -> object:
    with tenant.database.reading() as session:
        return session.scalar(
            sa.select(pending_command.c.payload).where(pending_command.c.audit_id == number)
        )


def can_log_in(tenant: Tenant, username: str, password: str) -> bool:
    try:
        Authenticator().by_password(tenant, username, password)
    except Unauthenticated:
        return False
    return True


def line(tenant: Tenant, boss: Actor, number: int) -> AuditView:
    return ask(tenant, boss, AuditDetails(number=number))


def roles(tenant: Tenant, boss: Actor) -> set[str]:
    return {one.name for one in ask(tenant, boss, RoleList())}


def test_a_held_command_changes_nothing_until_somebody_else_approves(strict: Tenant, boss: Actor) -> None:
    maker = with_rights(strict, boss, "CREATE_ROLE")
    name = unique("Held ")
    number = held(strict, maker, CreateRole(name=name, description="Two eyes"))
    assert name not in roles(strict, boss)
    waiting = line(strict, boss, number)
    assert (waiting.result, waiting.checker) == (Result.AWAITING, None)
    perform(strict, boss, ApprovePendingCommand(pending=number))
    assert name in roles(strict, boss)
    done = line(strict, boss, number)
    assert (done.result, done.maker, done.checker) == (Result.PROCESSED, maker.username, boss.username)
    made = next(one for one in ask(strict, boss, RoleList()) if one.name == name)
    assert done.resource_id == str(made.id)
    assert done.checked_at is not None


def test_a_command_is_one_line_however_many_had_a_hand_in_it(strict: Tenant, boss: Actor) -> None:
    number = held(strict, boss, CreateRole(name=unique("Line "), description="One"))
    checker = with_rights(strict, boss, "CREATE_ROLE_CHECKER")
    before = len(ask(strict, boss, AuditList()))
    perform(strict, checker, ApprovePendingCommand(pending=number))
    assert len(ask(strict, boss, AuditList())) == before


def test_it_is_decided_once(strict: Tenant, boss: Actor) -> None:
    maker = with_rights(strict, boss, "CREATE_ROLE")
    number = held(strict, maker, CreateRole(name=unique("Once "), description="Once"))
    perform(strict, boss, ApprovePendingCommand(pending=number))
    for again in (ApprovePendingCommand(pending=number), RejectPendingCommand(pending=number)):
        with pytest.raises(NotAllowedInState):
            perform(strict, boss, again)


def test_the_maker_cannot_approve_his_own_unless_the_institution_says_so(strict: Tenant, boss: Actor) -> None:
    number = held(strict, boss, CreateRole(name=unique("Own "), description="Own"))
    assert ask(strict, boss, PendingList()) == []
    with pytest.raises(NotPermitted):
        perform(strict, boss, ApprovePendingCommand(pending=number))
    switch(strict, "enable-same-maker-checker", enabled=True)
    assert [one.id for one in ask(strict, boss, PendingList())] == [number]
    perform(strict, boss, ApprovePendingCommand(pending=number))


def test_the_maker_may_withdraw_it(strict: Tenant, boss: Actor) -> None:
    maker = with_rights(strict, boss, "CREATE_ROLE")
    name = unique("Withdrawn ")
    number = held(strict, maker, CreateRole(name=name, description="Better not"))
    perform(strict, maker, RejectPendingCommand(pending=number))
    assert line(strict, boss, number).result is Result.REJECTED
    assert name not in roles(strict, boss)


def test_only_the_checkers_right_counts(strict: Tenant, boss: Actor) -> None:
    number = held(strict, boss, CreateRole(name=unique("Right "), description="Right"))
    for codes, may in ((("CREATE_ROLE",), False), (("CREATE_ROLE_CHECKER",), True)):
        other = with_rights(strict, boss, *codes)
        assert [one.id for one in ask(strict, other, PendingList())] == ([number] if may else [])
        if not may:
            for command in (ApprovePendingCommand(pending=number), RejectPendingCommand(pending=number)):
                with pytest.raises(NotPermitted):
                    perform(strict, other, command)
        else:
            perform(strict, other, ApprovePendingCommand(pending=number))


def test_a_checker_of_another_office_does_not_find_it(strict: Tenant, boss: Actor) -> None:
    (north, _), (south, _) = branch(strict), branch(strict)
    maker = with_rights(strict, boss, "CREATE_ROLE", office_id=north)
    number = held(strict, maker, CreateRole(name=unique("North "), description="North"))
    stranger = with_rights(strict, boss, "CHECKER_SUPER_USER", office_id=south)
    assert ask(strict, stranger, PendingList()) == []
    with pytest.raises(NotFound):
        perform(strict, stranger, ApprovePendingCommand(pending=number))
    near = with_rights(strict, boss, "CHECKER_SUPER_USER", office_id=north)
    assert [one.id for one in ask(strict, near, PendingList(office=north))] == [number]


def test_what_became_impossible_is_refused_and_stays_pending(strict: Tenant, boss: Actor) -> None:
    maker = with_rights(strict, boss, "CREATE_ROLE")
    name = unique("Taken ")
    number = held(strict, maker, CreateRole(name=name, description="First"))
    second = held(strict, maker, CreateRole(name=name, description="Second"))
    perform(strict, boss, ApprovePendingCommand(pending=number))
    with pytest.raises(Duplicate):
        perform(strict, boss, ApprovePendingCommand(pending=second))
    assert line(strict, boss, second).result is Result.AWAITING


def test_references_of_a_pending_command_can_be_searched(strict: Tenant, boss: Actor) -> None:
    maker = with_rights(strict, boss, "UPDATE_ROLE")
    number = held(strict, maker, UpdateRole(role=1, description="Changed"))
    found = ask(strict, boss, PendingList(resource="1", entity="ROLE", action="UPDATE", maker=maker.user_id))
    assert [one.id for one in found] == [number]
    assert ask(strict, boss, PendingList(resource="2")) == []
    assert [one.body for one in found] == [None]
    assert ask(strict, boss, PendingList(with_body=True))[0].body is not None


def test_the_secret_of_a_held_command_is_forgotten_when_it_is_decided(strict: Tenant, boss: Actor) -> None:
    user = with_rights(strict, boss, "READ_USER")
    change = UpdateUser(user=user.user_id, password="held12345", password_repeated="held12345")
    number = held(strict, boss, change)
    checker = with_rights(strict, boss, "ALL_FUNCTIONS")
    perform(strict, checker, ApprovePendingCommand(pending=number))
    assert stored(strict, number) == {"user": user.user_id, "password": "***", "password_repeated": "***"}
    assert can_log_in(strict, user.username, "held12345")


def test_nobody_can_read_the_password_of_a_held_command(strict: Tenant, boss: Actor) -> None:
    user = with_rights(strict, boss, "READ_USER")
    change = UpdateUser(user=user.user_id, password="held12345", password_repeated="held12345")
    role = ask(strict, boss, RoleList())[0].id
    newcomer = CreateUser(
        username=unique("new"),
        first_name="Ama",
        last_name="Mensah",
        office=1,
        roles=(role,),
        mail_password=False,
        password="hers12345",
        password_repeated="hers12345",
    )
    for command, name, password in (
        (change, user.username, "held12345"),
        (newcomer, newcomer.username, "hers12345"),
    ):
        number = held(strict, boss, command)
        assert password not in str(stored(strict, number))
        assert not can_log_in(strict, name, password)
        perform(strict, with_rights(strict, boss, "ALL_FUNCTIONS"), ApprovePendingCommand(pending=number))
        assert can_log_in(strict, name, password)
        assert password not in str(line(strict, boss, number))


def test_a_password_that_is_not_accepted_is_refused_before_anybody_has_to_check(
    strict: Tenant, boss: Actor
) -> None:
    user = with_rights(strict, boss, "READ_USER")
    with pytest.raises(InvalidInput):
        perform(strict, boss, UpdateUser(user=user.user_id, password="short", password_repeated="short"))
    with pytest.raises(InvalidInput):
        perform(strict, boss, UpdateUser(user=user.user_id, password="long12345", password_repeated="other"))
    assert ask(strict, boss, PendingList()) == []


def test_ones_own_password_waits_for_nobody(strict: Tenant, boss: Actor) -> None:
    user = with_rights(strict, boss, "READ_USER")
    change = UpdateUser(user=user.user_id, password="mine12345", password_repeated="mine12345")
    assert perform(strict, user, change).changes


def test_nothing_can_be_put_before_a_checker_without_the_right(strict: Tenant, boss: Actor) -> None:
    user = with_rights(strict, boss, "READ_USER")
    for command in (
        UpdateUser(user=user.user_id, last_name="Myself"),
        UpdateUser(user=boss.user_id, password="theirs123", password_repeated="theirs123"),
        UpdateRole(role=1, description="Mine"),
    ):
        with pytest.raises(NotPermitted):
            perform(strict, user, command)


def test_who_may_only_check_can_approve_what_checks_rights_itself(strict: Tenant, boss: Actor) -> None:
    user = with_rights(strict, boss, "READ_USER")
    number = held(strict, boss, UpdateUser(user=user.user_id, last_name="Checked"))
    checker = with_rights(strict, boss, "READ_USER", "UPDATE_USER_CHECKER")
    perform(strict, checker, ApprovePendingCommand(pending=number))
    assert ask(strict, boss, UserDetails(user=user.user_id)).last_name == "Checked"
    with pytest.raises(NotPermitted):
        perform(strict, checker, UpdateUser(user=user.user_id, last_name="Unchecked"))


def test_the_template_offers_what_the_actor_may_check(strict: Tenant, boss: Actor) -> None:
    checker = with_rights(strict, boss, "CREATE_ROLE_CHECKER", "UPDATE_USER_CHECKER")
    options = ask(strict, checker, PendingTemplate())
    assert (options.actions, options.entities) == (["CREATE", "UPDATE"], ["ROLE", "USER"])


def test_asking_whether_a_checker_is_needed_costs_nothing_while_it_is_off(
    fresh_tenant: Tenant, monkeypatch: pytest.MonkeyPatch
) -> None:
    boss = administrator_of(fresh_tenant)
    asked: list[int] = []
    real = maker_checker.needs_checker

    def watched(work: object, spec: object) -> bool:
        before = work.session.round_trips  # type: ignore[attr-defined]
        needed = real(work, spec)  # type: ignore[arg-type]
        asked.append(work.session.round_trips - before)  # type: ignore[attr-defined]
        return needed

    monkeypatch.setattr(maker_checker, "needs_checker", watched)
    perform(fresh_tenant, boss, CreateRole(name="Free", description="No round trip"))
    assert asked == [0]
