"""Users."""

from amana.dialects.base.codecs import ID
from amana.dialects.base.fields import Field
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.answers import OFFICE_RESOURCE, Listed, WithTemplate, Written
from amana.dialects.families.mifos.fields.users import (
    NEW_USER,
    USER,
    USER_CHANGED,
    USER_CHANGES,
    USER_DETAILS,
    USER_TEMPLATE,
)
from amana.kernel.access.create_user import CreateUser
from amana.kernel.access.delete_user import DeleteUser
from amana.kernel.access.queries import UserDetails, UserList, UserTemplate
from amana.kernel.access.update_user import UpdateUser

ROW = Rows("user", places={"userId": Field("userId", "user", ID)})

ROWS = (
    ROW.shows("users_list", "GET users", UserList, Listed(USER)),
    ROW.shows("users_template", "GET users/template", UserTemplate, USER_TEMPLATE),
    ROW.shows(
        "users_retrieve",
        "GET users/{userId}",
        UserDetails,
        WithTemplate(USER_DETAILS, USER_TEMPLATE.only("allowedOffices")),
    ),
    ROW.does("users_create", "POST users", CreateUser, NEW_USER, answers=OFFICE_RESOURCE),
    ROW.does(
        "users_update",
        "PUT users/{userId}",
        UpdateUser,
        USER_CHANGES,
        answers=OFFICE_RESOURCE.showing(USER_CHANGED),
    ),
    ROW.does(
        "users_delete",
        "DELETE users/{userId}",
        DeleteUser,
        answers=Written(ids=("officeId", "resourceId"), always=True),
    ),
)
