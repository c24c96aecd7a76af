"""Permissions, and which of them are under maker-checker."""

from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.answers import Listed, Written
from amana.dialects.families.mifos.fields.roles import PERMISSION, PERMISSION_FILTERS, PERMISSION_FLAGS
from amana.kernel.access.queries import PermissionList
from amana.kernel.access.require_checkers import RequireCheckers

ROW = Rows("permission")

ROWS = (
    ROW.shows(
        "permissions_list", "GET permissions", PermissionList, Listed(PERMISSION), filters=PERMISSION_FILTERS
    ),
    ROW.does(
        "permissions_update",
        "PUT permissions",
        RequireCheckers,
        PERMISSION_FLAGS,
        answers=Written(ids=(), changes=PERMISSION_FLAGS),
    ),
)
