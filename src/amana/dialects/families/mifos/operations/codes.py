"""Codes and their values."""

from amana.dialects.base.codecs import ID
from amana.dialects.base.fields import Field
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.answers import RESOURCE, Listed
from amana.dialects.families.mifos.fields.codes import (
    CODE,
    CODE_CHANGES,
    CODE_VALUE,
    CODE_VALUE_CHANGES,
    NEW_CODE,
    NEW_CODE_VALUE,
)
from amana.kernel.codes.edit_code import CreateCode, DeleteCode, RenameCode
from amana.kernel.codes.edit_values import AddCodeValue, RemoveCodeValue, UpdateCodeValue
from amana.kernel.codes.queries import GetCode, GetCodeValue, ListCodes, ListCodeValues

PLACES = {"codeId": Field("codeId", "code", ID), "codevalueId": Field("codevalueId", "value", ID)}
CODES = Rows("code", places=PLACES)
VALUES = Rows("codevalue", places=PLACES)

ROWS = (
    CODES.does("configs_codes_create", "POST codes", CreateCode, NEW_CODE, answers=RESOURCE),
    CODES.shows("configs_codes_retrieve", "GET codes", ListCodes, Listed(CODE)),
    CODES.shows("configs_code_retrieve", "GET codes/{codeId}", GetCode, CODE),
    CODES.does(
        "configs_code_update",
        "PUT codes/{codeId}",
        RenameCode,
        CODE_CHANGES,
        answers=RESOURCE.showing(CODE_CHANGES),
    ),
    CODES.does("configs_code_delete", "DELETE codes/{codeId}", DeleteCode, answers=RESOURCE),
    VALUES.does(
        "configs_codes_codevalues_create",
        "POST codes/{codeId}/codevalues",
        AddCodeValue,
        NEW_CODE_VALUE,
        answers=RESOURCE,
    ),
    VALUES.shows(
        "configs_codes_codevalues_list", "GET codes/{codeId}/codevalues", ListCodeValues, Listed(CODE_VALUE)
    ),
    VALUES.shows(
        "configs_codes_codevalues_retrieve",
        "GET codes/{codeId}/codevalues/{codevalueId}",
        GetCodeValue,
        CODE_VALUE,
    ),
    VALUES.does(
        "configs_codes_codevalues_update",
        "PUT codes/{codeId}/codevalues/{codevalueId}",
        UpdateCodeValue,
        CODE_VALUE_CHANGES,
        answers=RESOURCE.showing(CODE_VALUE_CHANGES),
    ),
    VALUES.does(
        "configs_codes_codevalues_delete",
        "DELETE codes/{codeId}/codevalues/{codevalueId}",
        RemoveCodeValue,
        answers=RESOURCE,
    ),
)
