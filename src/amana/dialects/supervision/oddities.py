"""The login, which no table can say: it verifies credentials instead of needing them, and opens a session."""

from typing import Any

from amana.dialects.base.core import Core
from amana.dialects.base.faults import BadRequest, FaultKind
from amana.dialects.base.request import Request
from amana.dialects.supervision.fields.login import CREDENTIALS, SESSION
from amana.kernel.access.authentication import username_of
from amana.kernel.access.sessions import open_session
from amana.kernel.context import Actor
from amana.kernel.tenant import Tenant
from amana.reports.supervision.queries import READ
from amana.reports.supervision.teams import sees_all_teams


def log_in(request: Request, core: Core, tenant: Tenant) -> dict[str, Any]:
    """A token for a week, by e-mail address or user name. The token is also told at the top, where many look first."""
    values = CREDENTIALS.read(request.json, request.spelling)
    name = values.get("username") or values.get("email")
    if not name:
        raise BadRequest.of(FaultKind.MISSING, "email")
    actor = core.authenticator.log_in(
        tenant, username_of(tenant, name), values["password"], address=request.address
    )
    session = open_session(tenant, actor)
    data = SESSION.write({"token": session.token, "expires_at": session.expires_at, "user": _user(actor)})
    return {"success": True, "message": "Login successful", "token": session.token, "data": data}


def _user(actor: Actor) -> dict[str, Any]:
    """Supervisors and officers go by their number as staff; who is none, by that of his user."""
    return {
        "id": str(actor.staff_id) if actor.staff_id is not None else f"user-{actor.user_id}",
        "email": actor.email,
        "first_name": actor.first_name,
        "last_name": actor.last_name,
        "role": role_of(actor),
    }


def role_of(actor: Actor) -> str:
    """The wire's role that fits the actor's rights."""
    if sees_all_teams(actor):
        return "ADMIN"
    return "SUPERVISOR" if actor.may(READ) else "CREDIT_OFFICER"
