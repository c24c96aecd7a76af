"""Codes, currencies, global configuration, notes, search."""

from typing import Any

from tests.dialects.golden.case import Case, World, unique
from tests.dialects.golden.cases.clients import entity, new_client


def code(world: World) -> dict[str, Any]:
    return {"code": world.make("codes", {"name": unique("MyNewCode")})}


def system_code(_world: World) -> dict[str, Any]:
    return {"code": 1}


def value(world: World) -> dict[str, Any]:
    made = code(world)
    return {**made, "value": world.make(f"codes/{made['code']}/codevalues", {"name": "Ration Card"})}


def client(world: World) -> dict[str, Any]:
    return {"client": new_client(world)}


def noted(world: World) -> dict[str, Any]:
    made = client(world)
    return {**made, "note": world.make(f"clients/{made['client']}/notes", {"note": "First note"})}


def shop(world: World) -> dict[str, Any]:
    name = unique("Flat")
    entity(world, name)
    return {"name": name}


CODE = {"codeId": "code"}
VALUE = {**CODE, "codevalueId": "value"}
SUBJECT = {"resource": "clients", "resourceId": "client"}
NOTE = {**SUBJECT, "noteId": "note"}

CASES = (
    Case("configs_codes_create", body={"name": lambda _: unique("MyNewCode")}),
    Case("configs_codes_retrieve"),
    Case("configs_code_retrieve", system_code, CODE),
    Case("configs_code_update", code, CODE, body={"name": lambda _: unique("MyNewCode(changed)")}),
    Case("configs_code_delete", code, CODE),
    Case("configs_codes_codevalues_create", code, CODE, body={"name": lambda _: unique("Ration Card")}),
    Case("configs_codes_codevalues_list", system_code, CODE),
    Case("configs_codes_codevalues_retrieve", value, VALUE),
    Case("configs_codes_codevalues_update", value, VALUE),
    Case("configs_codes_codevalues_delete", value, VALUE),
    Case("configs_currencyretrieve"),
    Case("configs_currencyupdate"),
    Case("configs_globalconfig_retrieve"),
    Case("configs_globalconfig_update", query="maker-checker=false"),
    Case("resources_addnote", client, SUBJECT),
    Case("resource_notelist", noted, SUBJECT),
    Case("resources_retrievenote", noted, NOTE),
    Case("resources_updatenote", noted, NOTE),
    Case("resources_deletenote", noted, NOTE),
    Case("search_resource", shop, query=lambda made: f"query={made['name']}"),
)
