"""Roles and their permissions."""

from amana.dialects.base.codecs import ID
from amana.dialects.base.fields import Field
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.answers import RESOURCE, Listed
from amana.dialects.families.mifos.fields.roles import (
    NEW_ROLE,
    PERMISSION_FLAGS,
    ROLE,
    ROLE_CHANGES,
    ROLE_PERMISSIONS,
)
from amana.kernel.access.create_role import CreateRole
from amana.kernel.access.queries import RoleDetails, RoleList, RolePermissions
from amana.kernel.access.set_role_permissions import SetRolePermissions
from amana.kernel.access.update_role import UpdateRole

ROW = Rows("role", places={"roleId": Field("roleId", "role", ID)})

ROWS = (
    ROW.shows("roles_list", "GET roles", RoleList, Listed(ROLE)),
    ROW.shows("roles_retrieve", "GET roles/{roleId}", RoleDetails, ROLE),
    ROW.does("roles_create", "POST roles", CreateRole, NEW_ROLE, answers=RESOURCE),
    ROW.does(
        "roles_update",
        "PUT roles/{roleId}",
        UpdateRole,
        ROLE_CHANGES,
        answers=RESOURCE.showing(ROLE_CHANGES),
    ),
    ROW.shows(
        "rolespermissions_retrieve", "GET roles/{roleId}/permissions", RolePermissions, ROLE_PERMISSIONS
    ),
    ROW.does(
        "rolespermissions_update",
        "PUT roles/{roleId}/permissions",
        SetRolePermissions,
        PERMISSION_FLAGS,
        answers=RESOURCE.showing(PERMISSION_FLAGS),
    ),
)
