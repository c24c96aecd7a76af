"""The audit, and commands that wait for a checker."""

from typing import Any

import sqlalchemy as sa

from amana.kernel.records import audit, setting, tenant_state
from tests.dialects.golden.case import Case, World, unique
from tests.dialects.golden.cases.loans import repaid
from tests.dialects.golden.users import add_users


def audited(world: World) -> dict[str, Any]:
    """The audit row of a repayment."""
    repaid(world)
    with world.tenant.database.reading() as session:
        newest = sa.select(sa.func.max(audit.c.id)).where(audit.c.action == "REPAYMENT")
        return {"audit": session.scalar(newest)}


def maker_checker(world: World, *, enabled: bool) -> None:
    with world.tenant.database.writing() as session:
        for name in ("maker-checker", "enable-same-maker-checker"):
            session.run(sa.update(setting).where(setting.c.name == name).values(enabled=enabled))
        session.run(
            sa.update(tenant_state).values(configuration_version=tenant_state.c.configuration_version + 1)
        )


def pending(world: World) -> dict[str, Any]:
    """The change of a role that waits for a checker."""
    role = world.make("roles", {"name": unique("role"), "description": "To be changed"})
    maker = add_users(world.tenant, world.caller).second
    world.put("permissions", {"permissions": {"UPDATE_ROLE": True}})
    maker_checker(world, enabled=True)
    try:
        held = maker.put(f"roles/{role}", {"description": "To be checked"}).body
        return {"audit": held["commandId"]}
    finally:
        maker_checker(world, enabled=False)
        world.put("permissions", {"permissions": {"UPDATE_ROLE": False}})


AUDIT = {"auditId": "audit"}

CASES = (
    Case("audits_list", audited, query="actionName=REPAYMENT&entityName=LOAN&processingResult=1"),
    Case("audits_searchtemplate", audited),
    Case("audits_retrieve", audited, AUDIT),
    Case("makercheckers_list", pending, query="entityName=ROLE&actionName=UPDATE"),
    Case("makercheckers_searchtemplate"),
    Case("makercheckers_approve", pending, AUDIT),
    Case("makercheckers_delete", pending, AUDIT),
)
