"""The audit as it is asked for: by whom, when, about what, of which office."""

from datetime import timedelta

import pytest

from amana.kernel import clock
from amana.kernel.access.create_role import CreateRole
from amana.kernel.access.update_user import UpdateUser
from amana.kernel.audit import Result
from amana.kernel.audit_queries import AuditDetails, AuditList, AuditTemplate
from amana.kernel.context import Actor
from amana.kernel.queries import PageRequest
from amana.kernel.refusals import Duplicate, NotFound, NotPermitted
from amana.kernel.tenant import Tenant
from tests.kernel.access.people import branch, new_user, role_with, unique, user_with
from tests.submitting import ask, perform


def numbers(tenant: Tenant, actor: Actor, **filters: object) -> list[int]:
    return [one.id for one in ask(tenant, actor, AuditList(**filters))]


def test_each_filter_narrows(tenant: Tenant, administrator: Actor) -> None:
    clerk = user_with(tenant, administrator, "CREATE_ROLE")
    started = clock.now()
    made = perform(tenant, clerk, CreateRole(name=unique("Audited "), description="One"))
    with pytest.raises(Duplicate):
        perform(tenant, clerk, CreateRole(name="Super user", description="Refused"))
    mine = {"maker": clerk.user_id}
    refused, processed = numbers(tenant, administrator, **mine)
    assert refused > processed
    assert numbers(tenant, administrator, **mine, result=Result.PROCESSED) == [processed]
    assert numbers(tenant, administrator, **mine, result=Result.REFUSED) == [refused]
    assert numbers(tenant, administrator, entity="ROLE", resource=str(made.id)) == [processed]
    assert numbers(tenant, administrator, **mine, action="UPDATE") == []
    assert numbers(tenant, administrator, **mine, office=1, result=Result.REFUSED) == [refused]
    assert len(numbers(tenant, administrator, **mine, made_from=started)) == 2
    assert numbers(tenant, administrator, **mine, made_to=started - timedelta(seconds=1)) == []
    assert numbers(tenant, administrator, **mine, checker=administrator.user_id) == []
    assert numbers(tenant, administrator, **mine, page=PageRequest(offset=1, limit=1)) == [processed]


def test_a_refusal_is_told_with_its_reason(tenant: Tenant, administrator: Actor) -> None:
    clerk = user_with(tenant, administrator, "READ_ROLE")
    with pytest.raises(NotPermitted):
        perform(tenant, clerk, CreateRole(name=unique("No "), description="No right"))
    [seen] = ask(tenant, administrator, AuditList(maker=clerk.user_id, with_body=True))
    assert (seen.result, seen.refusal["code"], seen.office_name) == (
        Result.REFUSED,
        "not_permitted",
        "Head Office",
    )
    assert '"description":"No right"' in seen.body
    assert ask(tenant, administrator, AuditDetails(number=seen.id)).body == seen.body


def test_a_branch_sees_its_own_rows_only(tenant: Tenant, administrator: Actor) -> None:
    (north, path), (south, _) = branch(tenant), branch(tenant)
    (below, _) = branch(tenant, north, path)
    reader = user_with(tenant, administrator, "READ_AUDIT", office_id=north)
    role = role_with(tenant, administrator, "READ_ROLE")
    made = [
        perform(tenant, administrator, new_user(unique("audited"), role, office_id=office_id)).id
        for office_id in (north, south, below)
    ]
    seen = {one.resource_id for one in ask(tenant, reader, AuditList(entity="USER", action="CREATE"))}
    assert seen >= {str(made[0]), str(made[2])}
    assert str(made[1]) not in seen
    [elsewhere] = numbers(tenant, administrator, entity="USER", action="CREATE", resource=str(made[1]))
    with pytest.raises(NotFound):
        ask(tenant, reader, AuditDetails(number=elsewhere))


def test_who_may_read_and_what_can_be_chosen(tenant: Tenant, administrator: Actor) -> None:
    nobody = user_with(tenant, administrator, "READ_ROLE")
    for query in (AuditList(), AuditDetails(number=1), AuditTemplate()):
        with pytest.raises(NotPermitted):
            ask(tenant, nobody, query)
    options = ask(tenant, administrator, AuditTemplate())
    assert "CREATE" in options.actions
    assert "ROLE" in options.entities
    assert "system" not in [user.username for user in options.users]


def test_secrets_of_nested_or_changed_users_are_not_in_the_audit(
    tenant: Tenant, administrator: Actor
) -> None:
    user = user_with(tenant, administrator, "READ_ROLE")
    perform(tenant, user, UpdateUser(user=user.user_id, password="hidden123", password_repeated="hidden123"))
    [seen] = ask(tenant, administrator, AuditList(maker=user.user_id, with_body=True))
    assert "hidden123" not in seen.body
    assert '"***"' in seen.body
