"""Which commands wait for a second pair of eyes."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from amana.kernel.access.records import permission
from amana.kernel.access.rights import require_known
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import invalid
from amana.storage.statement import Statement

_STATE = Statement(
    sa.select(permission.c.code, permission.c.checkable, permission.c.needs_checker).where(
        permission.c.code == sa.any_(sa.bindparam("codes", type_=sa.ARRAY(sa.Text)))
    )
)
_SET = Statement(
    sa.update(permission)
    .where(permission.c.code == sa.bindparam("of_code"))
    .values(needs_checker=sa.bindparam("needed"))
)


@dataclass(frozen=True, kw_only=True)
class RequireCheckers:
    """Permission codes to true (a checker is needed) or false; those not named stay as they are."""

    permissions: Mapping[str, bool]


@handles(RequireCheckers, permission="UPDATE_PERMISSION", grouping="authorisation")
def require_checkers(command: RequireCheckers, work: Work) -> Outcome:
    """Raises InvalidInput for codes that are unknown or cannot be put under maker-checker."""
    codes = sorted(command.permissions)
    if not codes:
        raise invalid("permissions", "blank", "No permission is named.")
    require_known(work.session, codes)
    changes = {}
    for code, checkable, needed in work.session.tuples(_STATE, codes=codes):
        wanted = command.permissions[code]
        if wanted and not checkable:
            raise invalid("permissions", "not_allowed", f"{code} cannot be put under maker-checker.", code)
        if wanted != needed:
            work.session.run(_SET, of_code=code, needed=wanted)
            changes[code] = wanted
    return Outcome(kind="permission", id="", changes={"permissions": changes} if changes else {})
