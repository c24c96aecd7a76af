"""Codes, currencies, global configuration, notes, search."""

from typing import Any

from tests.dialects.golden.case import Case, World, unique
from tests.dialects.golden.cases.clients import entity, new_client, new_group, today
from tests.dialects.golden.cases.offices import DATED


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


def noted_group(world: World) -> dict[str, Any]:
    group = new_group(world)
    return {"group": group, "note": world.make(f"groups/{group}/notes", {"note": "Meets on Fridays"})}


def shop(world: World) -> dict[str, Any]:
    name = unique("Flat")
    entity(world, name)
    return {"name": name}


def holiday(world: World) -> dict[str, Any]:
    body = {"name": unique("Easter"), **EASTER, "offices": [{"officeId": 1}]}
    return {"holiday": world.make("holidays", body)}


EASTER = {"fromDate": "03 April 2015", "toDate": "06 April 2015", **DATED}
HOLIDAY = {"holidayId": "holiday"}
NAMED = {"configName": "enable-same-maker-checker"}
CODE = {"codeId": "code"}
VALUE = {**CODE, "codevalueId": "value"}
SUBJECT = {"resource": "clients", "resourceId": "client"}
GROUP = {"groupId": "group"}
GROUP_NOTE = {**GROUP, "noteId": "note"}
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
    Case("groups_addnote", noted_group, GROUP, body={"note": "Meets on Mondays"}),
    Case("groups_notelist", noted_group, GROUP),
    Case("groups_retrievenote", noted_group, GROUP_NOTE),
    Case("groups_updatenote", noted_group, GROUP_NOTE, body={"note": "Meets on Mondays"}),
    Case("groups_deletenote", noted_group, GROUP_NOTE),
    Case("workingdays_retrieve"),
    Case("workingdays_update", body={"repaymentRescheduleType": 2, "extendTermForDailyRepayments": False}),
    Case("holidays_list", holiday, query="officeId=1"),
    Case("holidays_retrieve", holiday, HOLIDAY),
    Case(
        "holidays_create",
        body={"name": lambda _: unique("Easter"), **EASTER, "offices": [{"officeId": 1}]},
    ),
    Case("holidays_update", holiday, HOLIDAY, body={"description": "Friday to Monday"}),
    Case("holidays_activate", holiday, HOLIDAY),
    Case("holidays_delete", holiday, HOLIDAY),
    Case("configs_by_name", path=NAMED),
    Case("configs_update_by_name", path=NAMED, body={"enabled": False}),
    Case("businessdate_retrieve"),
    Case("businessdate_retrieve_cob"),
    Case("businessdate_list"),
    Case(
        "businessdate_update",
        body={"type": "BUSINESS_DATE", "date": lambda _: today(), **DATED},
    ),
)
