"""Codes and their values on the wire."""

from amana.dialects.base.codecs import BOOLEAN, ID, INTEGER, Text
from amana.dialects.base.fields import Field, Fields, ListOf, Nested

CODE = Fields(
    "Code",
    Field("id", "id", ID),
    Field("name", "name", Text(100)),
    Field("systemDefined", "system_defined", BOOLEAN),
)
NEW_CODE = Fields("NewCode", Field("name", "name", Text(100), required=True))
CODE_CHANGES = NEW_CODE.requiring("name", name="CodeChanges")

CODE_VALUE = Fields(
    "CodeValue",
    Field("id", "id", ID),
    Field("name", "name", Text(100)),
    Field("description", "description", Text(500)),
    Field("position", "position", INTEGER),
)
CODE_VALUES = ListOf(Nested(CODE_VALUE))
CODE_REF = Fields("CodeValueRef", Field("id", "id", ID), Field("name", "name", Text(100)))
NEW_CODE_VALUE = Fields(
    "NewCodeValue",
    Field("name", "name", Text(100), required=True),
    Field("description", "description", Text(500)),
    Field("position", "position", INTEGER),
    Field("isActive", "active", BOOLEAN),
)
CODE_VALUE_CHANGES = NEW_CODE_VALUE.optional(name="CodeValueChanges").plus(
    Field("description", "description", Text(500), clears=True)
)
