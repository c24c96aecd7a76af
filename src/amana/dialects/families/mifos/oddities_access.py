"""The login, which no table can say: it is the one operation that verifies credentials instead of needing them."""

import base64
from typing import Any

from amana.dialects.base.core import Core
from amana.dialects.base.json_in import storable
from amana.dialects.base.request import Request
from amana.dialects.families.mifos.fields.users import CREDENTIALS, LOGGED_IN
from amana.kernel.access.queries import WhoAmI
from amana.kernel.inquiry import ask
from amana.kernel.refusals import StaleActor, Unauthenticated
from amana.kernel.tenant import Tenant


def log_in(request: Request, core: Core, tenant: Tenant) -> dict[str, Any]:
    """Name and password from the query string, or from the body as later versions send them.

    Always verified anew, so that the answer shows the rights of this moment.
    """
    sent = {name: request.query[name] for name in CREDENTIALS.by_wire if name in request.query}
    values = CREDENTIALS.read(sent or request.json, request.spelling)
    username, password = values.get("username", ""), values.get("password", "")
    if not username or not password or not storable(username + password):
        raise Unauthenticated
    actor = core.authenticator.log_in(tenant, username, password, address=request.address)
    try:
        who = ask(tenant, actor, WhoAmI())
    except StaleActor:  # somebody changed rights in between
        who = ask(tenant, core.authenticator.by_password(tenant, username, password, again=True), WhoAmI())
    key = base64.b64encode(f"{actor.username}:{password}".encode()).decode()
    return LOGGED_IN.write({"who": who, "key": key, "authenticated": True})
