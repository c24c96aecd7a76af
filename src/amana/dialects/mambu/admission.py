"""Whom Mambu lets in: a tenant with its audit trail on wants to know which program calls."""

from amana.dialects.base.desk import Desk
from amana.dialects.mambu.errors import NoUserAgent
from amana.kernel.inquiry import reading

SETTING = "require-user-agent"


def identified(desk: Desk) -> None:
    """Refuse a call without ``User-Agent`` where the tenant asks for one; raises ``NoUserAgent``."""
    if desk.request.headers.get("user-agent", "").strip():
        return
    with reading(desk.tenant, desk.actor) as at:
        asked = at.moment.settings.get(SETTING)
    if asked is not None and asked.enabled:
        raise NoUserAgent
