"""Roles and permissions on the wire."""

from collections.abc import Mapping

from amana.dialects.base.codecs import BOOLEAN, ID, TEXT, Schema, Spelling, Text
from amana.dialects.base.faults import Fault, FaultKind, Unreadable
from amana.dialects.base.fields import Field, Fields, InnerFaults, ListOf, Nested
from amana.dialects.base.json_in import JsonIn


class PermissionFlags:
    """``{"CREATE_CLIENT": true}``: permission codes, each given or not."""

    def read(self, wire: JsonIn, spelling: Spelling) -> dict[str, bool]:
        if not isinstance(wire, dict):
            raise Unreadable(FaultKind.NOT_AN_OBJECT)
        flags, faults = {}, []
        for code, value in wire.items():
            try:
                flags[code] = BOOLEAN.read(value, spelling)
            except Unreadable as wrong:
                faults.append(Fault(wrong.kind, code, value))
        if faults:
            raise InnerFaults(tuple(faults))
        return flags

    def write(self, value: Mapping[str, bool]) -> dict[str, bool]:
        return dict(value)

    def schema(self) -> Schema:
        return {"type": "object", "additionalProperties": {"type": "boolean"}}


ROLE = Fields(
    "Role",
    Field("id", "id", ID),
    Field("name", "name", Text(100)),
    Field("description", "description", Text(500)),
)
ROLES = ListOf(Nested(ROLE))
NEW_ROLE = ROLE.only("name", "description", name="NewRole").requiring("name", "description")
ROLE_CHANGES = NEW_ROLE.optional(name="RoleChanges")

PERMISSION = Fields(
    "Permission",
    Field("grouping", "grouping", TEXT),
    Field("code", "code", TEXT),
    Field("entityName", "entity", TEXT),
    Field("actionName", "action", TEXT),
    Field("selected", "selected", BOOLEAN),
)
ROLE_PERMISSIONS = ROLE.plus(
    Field("permissionUsageData", "permissions", ListOf(Nested(PERMISSION))), name="RolePermissions"
)
PERMISSION_FLAGS = Fields(
    "PermissionFlags",
    Field("permissions", "permissions", PermissionFlags(), required=True, about="only those sent change"),
)
PERMISSION_FILTERS = Fields("PermissionFilters", Field("makerCheckerable", "checkable_only", BOOLEAN))
