"""Mifos X clients, groups, offices and staff: every field that is taken has its effect, every filter filters."""

from typing import Any
from urllib.parse import quote

import pytest

from tests.dialects.golden.case import World, unique
from tests.dialects.golden.cases.clients import (
    GIF,
    form,
    new_client,
    new_group,
    pictured,
    reason,
    today,
)
from tests.dialects.golden.cases.groups import new_centre
from tests.dialects.golden.cases.offices import DATED, new_office, new_staff

ABOUT = {
    "mobileNo": ("+254 700 1", "+254 700 2"),
    "emailAddress": ("petra@example.org", "yton@example.org"),
    "dateOfBirth": ("01 July 1970", "02 July 1970"),
}
DAYS = {"01 July 1970": [1970, 7, 1], "02 July 1970": [1970, 7, 2]}


def read(world: World, client: int) -> Any:
    return world.get(f"clients/{client}")


def listed(world: World, query: str) -> list[str]:
    return [one["displayName"] for one in world.get(f"clients?{query}")["pageItems"]]


def errors(reply: Any) -> set[str]:
    return {one["userMessageGlobalisationCode"] for one in reply.body["errors"]}


@pytest.mark.parametrize("field", ABOUT)
def test_what_is_told_about_a_client_is_kept_changed_and_cleared(world: World, field: str) -> None:
    before, after = ABOUT[field]
    client = new_client(world, **{field: before})
    assert read(world, client)[field] == DAYS.get(before, before)
    answer = world.put(f"clients/{client}", {field: after, **DATED})
    assert answer["changes"][field] == after
    assert read(world, client)[field] == DAYS.get(after, after)
    world.put(f"clients/{client}", {field: "", **DATED})
    assert field not in read(world, client)


@pytest.mark.parametrize(
    ("code", "field", "shown"),
    [
        ("Gender", "genderId", "gender"),
        ("ClientType", "clientTypeId", "clientType"),
        ("ClientClassification", "clientClassificationId", "clientClassification"),
    ],
)
def test_coded_fields(world: World, code: str, field: str, shown: str) -> None:
    number = next(one["id"] for one in world.get("codes") if one["name"] == code)
    first, second = (
        world.make(f"codes/{number}/codevalues", {"name": unique(code), "position": 5}) for _ in range(2)
    )
    client = new_client(world, **{field: first})
    assert read(world, client)[shown]["id"] == first
    world.put(f"clients/{client}", {field: second})
    assert read(world, client)[shown]["id"] == second
    reply = world.caller.put(f"clients/{client}", {field: 987_654})
    assert (reply.status, errors(reply)) == (400, {f"validation.msg.client.{field}.is.invalid"})


def test_names_numbers_and_days(world: World) -> None:
    external, account = unique("E"), unique("A")[:20]
    client = new_client(
        world,
        middlename="Maria",
        externalId=external,
        accountNo=account,
        submittedOnDate="01 March 2009",
        legalFormId=1,
        isStaff=True,
    )
    shown = read(world, client)
    assert (shown["displayName"], shown["externalId"], shown["accountNo"]) == (
        "Petra Maria Yton",
        external,
        account,
    )
    early = world.caller.put(f"clients/{client}", {"activationDate": "28 February 2009", **DATED})
    assert errors(early) == {"error.msg.date.too.early"}
    world.put(f"clients/{client}", {"submittedOnDate": "27 February 2009", **DATED})
    world.put(f"clients/{client}", {"activationDate": "28 February 2009", **DATED})
    assert read(world, client)["activationDate"] == [2009, 2, 28]
    changed = world.put(f"clients/{client}", {"legalFormId": 2, "isStaff": False, "accountNo": account + "x"})
    assert changed["changes"] == {
        "legalFormId": 2,
        "isStaff": False,
        "accountNo": account + "x",
    }
    world.put(f"clients/{client}", {"fullname": "Yton Traders"})
    shown = read(world, client)
    assert shown["displayName"] == shown["fullname"] == "Yton Traders"
    assert "firstname" not in shown


def test_a_whole_form_may_be_sent_back(world: World) -> None:
    """The reference application of 1.9 sends every field of its forms, the empty ones too."""
    client, office = new_client(world), new_office(world)
    form = {
        "firstname": "Petra",
        "middlename": "",
        "lastname": "Yton-Smith",
        "fullname": "",
        "externalId": "",
        "staffId": "",
        "active": "true",
        "activationDate": "04 March 2009",
        **DATED,
    }
    changes = world.put(f"clients/{client}", form)["changes"]
    assert changes == {"lastname": "Yton-Smith", **DATED}
    assert world.caller.put(f"clients/{client}", {"active": "false"}).status == 403
    assert world.caller.put(f"clients/{client}", {"officeId": office}).status == 403
    group = new_group(world)
    group_form = {"officeId": "1", "staffId": "", "name": unique("Group"), "active": False, **DATED}
    assert set(world.put(f"groups/{group}", group_form)["changes"]) == {"name", *DATED}


def test_what_is_missing_is_named(world: World) -> None:
    reply = world.caller.post("clients", {"officeId": 1, "active": True})
    assert reply.status == 400
    assert errors(reply) == {
        f"validation.msg.client.{name}.cannot.be.blank"
        for name in ("firstname", "lastname", "activationDate")
    }
    reply = world.caller.post("clients", {"officeId": 1, "active": False, "fullname": "A", "colour": "red"})
    assert errors(reply) == {"error.msg.parameter.unsupported"}


def test_lists_are_filtered_sorted_and_paged(world: World) -> None:
    office = new_office(world)
    path = world.get(f"offices/{office}")["hierarchy"]
    officer = new_staff(world, office)
    external = unique("X")
    new_client(world, office, firstname="Anna", staffId=officer)
    new_client(world, office, firstname="Berta", lastname="Kahn", externalId=external)
    new_client(world, office, firstname=None, lastname=None, fullname="Carla & Co", active=False)
    mine = f"officeId={office}"
    assert listed(world, mine) == ["Anna Yton", "Berta Kahn", "Carla & Co"]
    assert listed(world, f"underHierarchy={path}") == ["Anna Yton", "Berta Kahn", "Carla & Co"]
    assert listed(world, f"{mine}&displayName=carla") == ["Carla & Co"]
    assert listed(world, f"{mine}&firstName=ann") == ["Anna Yton"]
    assert listed(world, f"{mine}&lastName=kah") == ["Berta Kahn"]
    assert listed(world, f"externalId={external}") == ["Berta Kahn"]
    assert listed(world, f"{mine}&staffId={officer}") == ["Anna Yton"]
    assert listed(world, f"{mine}&orderBy=displayName&sortBy=DESC&offset=1&limit=1") == ["Berta Kahn"]
    assert listed(world, f"{mine}&orderBy=displayName,sortOrder=DESC")[0] == "Carla & Co"
    page = world.get(f"clients?{mine}&limit=1")
    assert (page["totalFilteredRecords"], len(page["pageItems"])) == (3, 1)
    assert world.caller.get(f"clients?{mine}&orderBy=password").status == 400


@pytest.mark.parametrize(
    ("condition", "names"),
    [
        ("display_name like %K%", ["Berta Kahn"]),
        ("c.firstname = 'Anna' or lastname like 'kah%'", ["Anna Yton", "Berta Kahn"]),
        ("status_enum = 100", ["Carla"]),
        ("c.status_enum in (300, 600)", ["Anna Yton", "Berta Kahn"]),
        ("activation_date is null", ["Carla"]),
        ("activation_date >= '2010-01-01'", ["Anna Yton"]),
    ],
)
def test_search_conditions(world: World, condition: str, names: list[str]) -> None:
    office = new_office(world)
    new_client(world, office, firstname="Anna", activationDate="04 March 2011")
    new_client(world, office, firstname="Berta", lastname="Kahn")
    new_client(world, office, firstname=None, lastname=None, fullname="Carla", active=False)
    assert listed(world, f"officeId={office}&sqlSearch={quote(condition)}") == names
    own_office = quote(f"o.hierarchy like '.{office}.%' and ({condition})")
    assert listed(world, f"sqlSearch={own_office}") == names


@pytest.mark.parametrize(
    "condition", ["1 = 1; drop table client", "password like 'a%'", "id = (select 1)", "sleep(10)"]
)
def test_no_other_condition_is_taken(world: World, condition: str) -> None:
    reply = world.caller.get(f"clients?sqlSearch={quote(condition)}")
    assert (reply.status, errors(reply)) == (400, {"error.msg.invalid.search.condition"})


def test_orphans_and_members(world: World) -> None:
    office = new_office(world)
    loner = new_client(world, office, firstname="Anna")
    group = new_group(world, office)
    new_client(world, office, firstname="Berta", groupId=group)
    assert listed(world, f"officeId={office}&orphansOnly=true") == ["Anna Yton"]
    assert listed(world, f"officeId={office}&orphansOnly=false") == ["Anna Yton", "Berta Yton"]
    assert [one["id"] for one in read(world, loner)["groups"]] == []


def test_templates_offer_staff_of_the_office_or_of_those_above_too(world: World) -> None:
    office = new_office(world)
    above, here = new_staff(world, 1), new_staff(world, office)
    both = world.get(f"clients/template?officeId={office}")["staffOptions"]
    assert {above, here} <= {one["id"] for one in both}
    one = world.get(f"clients/template?officeId={office}&staffInSelectedOfficeOnly=true")["staffOptions"]
    assert [member["id"] for member in one] == [here]
    assert "closureReasons" not in world.get("clients/template")
    for asked in ("commandParam=close", "command=close"):
        reasons = world.get(f"clients/template?{asked}")["closureReasons"]
        assert reasons[0]["id"] == reason(world, "ClientClosureReason")
    client = new_client(world, office)
    assert "officeOptions" not in read(world, client)
    assert "officeOptions" in world.get(f"clients/{client}?template=true")


def test_a_step_that_the_state_does_not_allow(world: World) -> None:
    client = new_client(world)
    reply = world.caller.post(
        f"clients/{client}?command=activate", {"activationDate": "01 March 2011", **DATED}
    )
    assert (reply.status, errors(reply)) == (403, {"error.msg.not.allowed.in.state"})
    assert reply.body["userMessageGlobalisationCode"] == "validation.msg.domain.rule.violation"
    assert world.caller.post(f"clients/{client}?command=promote", {}).status == 400
    assert world.caller.get("clients/987654").status == 404
    assert world.caller.get("clients/somebody").status == 404


def test_notes_come_along_with_transfers(world: World) -> None:
    client, office = new_client(world), new_office(world)
    body = {"destinationOfficeId": office, "note": "Relocating"}
    world.post(f"clients/{client}?command=proposeTransfer", body)
    shown = read(world, client)
    assert (shown["status"]["id"], shown["transferToOfficeId"]) == (303, office)
    world.post(f"clients/{client}?command=rejectTransfer", {"note": "No room"})
    assert read(world, client)["status"]["id"] == 304
    world.post(f"clients/{client}?command=withdrawTransfer", {"note": "Sorry"})
    texts = [one["note"] for one in world.get(f"clients/{client}/notes")]
    assert texts == ["Sorry", "No room", "Relocating"]
    group, officer = new_group(world, office), new_staff(world, office)
    moved = {
        "destinationOfficeId": office,
        "destinationGroupId": group,
        "staffId": officer,
        "note": "At last",
    }
    world.post(f"clients/{client}?command=transfer", moved)
    shown = read(world, client)
    assert (shown["officeId"], shown["staffId"], shown["groups"][0]["id"]) == (office, officer, group)


def test_pictures_come_back_as_they_were_sent(world: World) -> None:
    client = pictured(world)["client"]
    assert read(world, client)["imagePresent"] is True
    text = world.caller.get(f"clients/{client}/images")
    assert (text.content_type, text.text[:22]) == ("text/plain", b"data:image/png;base64,")
    binary = world.caller.call("GET", f"clients/{client}/images", accept="application/octet-stream")
    assert (binary.content_type, binary.text[:8]) == ("image/png", b"\x89PNG\r\n\x1a\n")
    body, media = form({})
    world.caller.call("PUT", f"clients/{client}/images", body, content_type=media)
    again = world.caller.call("GET", f"clients/{client}/images", accept="application/octet-stream")
    assert (again.content_type, again.text) == ("image/gif", GIF)
    for wrong in (b"data:image/png;base64,!!!", b"hello", b"data:text/plain;base64,aGVsbG8="):
        reply = world.caller.call("PUT", f"clients/{client}/images", wrong, content_type="text/plain")
        assert reply.status == 400, wrong
    empty = world.caller.call(
        "PUT",
        f"clients/{client}/images",
        b"--x\r\ncontent-disposition: form-data; name=other\r\n\r\nhello\r\n--x--\r\n",
        content_type="multipart/form-data; boundary=x",
    )
    assert errors(empty) == {"validation.msg.clientImage.file.cannot.be.blank"}
    world.caller.call("DELETE", f"clients/{client}/images")
    assert "imagePresent" not in read(world, client)
    assert world.caller.get(f"clients/{client}/images").status == 404


def test_groups_keep_what_they_are_told(world: World) -> None:
    office = new_office(world)
    officer, centre = new_staff(world, office), new_centre(world, office)
    external, account = unique("G"), unique("N")[:20]
    group = new_group(
        world,
        office,
        staffId=officer,
        centerId=centre,
        externalId=external,
        accountNo=account,
        submittedOnDate="01 March 2010",
        **DATED,
    )
    shown = world.get(f"groups/{group}")
    assert (shown["staffId"], shown["centerId"], shown["externalId"]) == (officer, centre, external)
    assert shown["hierarchy"] == f".{centre}.{group}."
    early = {"activationDate": "28 February 2010", **DATED}
    assert world.caller.post(f"groups/{group}?command=activate", early).status == 403
    world.put(f"groups/{group}", {"submittedOnDate": "27 February 2010", **DATED})
    world.post(f"groups/{group}?command=activate", early)
    later = world.put(f"groups/{group}", {"activationDate": "01 March 2010", **DATED})
    assert later["changes"]["activationDate"] == "01 March 2010"
    changed = {"centerId": "", "staffId": "", "externalId": "", "accountNo": account + "x"}
    world.put(f"groups/{group}", changed)
    shown = world.get(f"groups/{group}")
    assert not {"centerId", "staffId", "externalId"} & set(shown)
    assert [one["entityId"] for one in world.get(f"search?query={account}x&resource=groups")] == [group]


def test_lists_of_groups_and_centers(world: World) -> None:
    office = new_office(world)
    path, officer, name = world.get(f"offices/{office}")["hierarchy"], new_staff(world, office), unique("Sun")
    external = unique("G")
    centre = new_centre(world, office, name=f"{name} hall", staffId=officer)
    inside = new_group(world, office, name=f"{name} 1", centerId=centre, externalId=external)
    alone = new_group(world, office, name=f"{name} 2", staffId=officer)

    def groups(query: str, kind: str = "groups") -> list[int]:
        return [one["id"] for one in world.get(f"{kind}?{query}")["pageItems"]]

    assert groups(f"officeId={office}") == groups(f"underHierarchy={path}") == [inside, alone]
    assert groups(f"name={name}&orphansOnly=true") == [alone]
    assert groups(f"externalId={external}") == [inside]
    assert groups(f"name={name}&staffId={officer}") == [alone]
    assert groups(f"name={name}&orderBy=name&sortBy=DESC") == [alone, inside]
    wanted = quote(f"display_name like '%{name}%' and g.status_enum != 600")
    assert groups(f"officeId={office}&limit=15&sqlSearch={wanted}") == [inside, alone]
    assert groups(f"officeId={office}", "centers") == groups(f"name={name}", "centers") == [centre]
    assert groups(f"staffId={officer}", "centers") == [centre]
    assert groups(f"underHierarchy={path}&externalId={external}", "centers") == []


def test_who_moves_between_groups_takes_the_officer_over_unless_told_not_to(world: World) -> None:
    office = new_office(world)
    officer = new_staff(world, office)
    target = new_group(world, office, staffId=officer)
    for inherit, staff in ((True, officer), (False, None)):
        client = new_client(world, office, activationDate="04 March 2010")
        group = new_group(world, office, clientMembers=[client])
        body = {
            "destinationGroupId": target,
            "clients": [{"id": client}],
            "inheritDestinationGroupLoanOfficer": inherit,
            "transferActiveLoans": True,
        }
        world.post(f"groups/{group}?command=transferClients", body)
        assert read(world, client).get("staffId") == staff


def test_staff_keeps_what_it_is_told(world: World) -> None:
    office = new_office(world)
    lead = new_staff(world, office)
    told = {"mobileNo": "+254 1", "emailAddress": "john@example.org", "joiningDate": "01 July 2009"}
    officer = new_staff(world, office, **told, **DATED)
    shown = world.get(f"staff/{officer}")
    assert (shown["mobileNo"], shown["emailAddress"], shown["joiningDate"]) == (
        "+254 1",
        "john@example.org",
        [2009, 7, 1],
    )
    assert world.put(f"staff/{officer}", {"supervisorId": lead})["changes"] == {"supervisorId": lead}
    assert world.caller.put(f"staff/{lead}", {"supervisorId": officer}).status == 403

    def listed_staff(query: str) -> list[int]:
        return [one["id"] for one in world.get(f"staff?officeId={office}&{query}")]

    world.put(f"staff/{lead}", {"isLoanOfficer": False})
    assert listed_staff("loanOfficersOnly=true") == [officer]
    world.put(f"staff/{officer}", {"isActive": False, "mobileNo": "", "firstname": "Jon"})
    assert (listed_staff("status=active"), listed_staff("status=inactive")) == ([lead], [officer])
    assert set(listed_staff("status=all")) == {lead, officer}
    assert "mobileNo" not in world.get(f"staff/{officer}")
    assert world.caller.get("staff?status=asleep").status == 400


def test_an_office_moves_with_everything_below(world: World) -> None:
    old, new = new_office(world), new_office(world)
    body = {"name": unique("Outpost"), "openingDate": "01 July 2008", "parentId": old, **DATED}
    outpost = world.make("offices", body)
    changes = world.put(f"offices/{outpost}", {"parentId": new, "openingDate": "02 July 2008", **DATED})
    assert changes["changes"]["parentId"] == new
    shown = world.get(f"offices/{outpost}")
    assert (shown["hierarchy"], shown["parentId"], shown["openingDate"]) == (
        f".{new}.{outpost}.",
        new,
        [2008, 7, 2],
    )
    assert outpost not in {
        one["id"] for one in world.get(f"offices/{outpost}?template=true")["allowedParents"]
    }
    assert world.get("offices?orderBy=id&sortBy=DESC")[0]["id"] == outpost


def test_settings_by_their_own_names(world: World) -> None:
    name = "enable-same-maker-checker"
    answer = world.put(f"configurations?{name}=true", {})
    assert answer == {"changes": {"globalConfiguration": {name: True}}}
    assert world.get(f"configurations/name/{name}")["enabled"] is True
    world.put(f"configurations/name/{name}", {"enabled": False, "value": 3})
    assert world.get(f"configurations/name/{name}")["value"] == 3
    world.put(f"configurations/name/{name}", {"value": None})
    found = next(one for one in world.get("configurations")["globalConfiguration"] if one["name"] == name)
    assert found == {"name": name, "enabled": False}
    assert world.caller.put(f"configurations?{name}=perhaps", {}).status == 400
    assert world.caller.put("configurations?unheard-of=true", {}).status == 404
    assert world.caller.put("configurations", {}).status == 400
    assert world.caller.put(f"configurations?{name}=true", {"enabled": True}).status == 400


def test_codes_and_their_values(world: World) -> None:
    code = world.make("codes", {"name": unique("Code")})
    last = world.make(f"codes/{code}/codevalues", {"name": "Last", "position": 9, "description": "the end"})
    first = world.make(f"codes/{code}/codevalues", {"name": "First", "position": "1"})
    values = world.get(f"codes/{code}/codevalues")
    assert [one["id"] for one in values] == [first, last]
    assert values[1]["description"] == "the end"
    world.put(f"codes/{code}/codevalues/{last}", {"isActive": False, "position": 0, "description": ""})
    assert world.get(f"codes/{code}/codevalues")[0] == {"id": last, "name": "Last", "position": 0}
    world.make(f"codes/{code}/codevalues", {"name": "Unused", "isActive": False})
    assert world.caller.put("codes/1", {"name": "Papers"}).status == 403


def test_the_week_and_the_holidays(world: World) -> None:
    office = new_office(world)
    rule = "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,TU,WE,TH,FR"
    body = {"recurrence": rule, "repaymentRescheduleType": 4}
    body["extendTermForDailyRepayments"] = True
    assert world.put("workingdays", body)["changes"] == body
    shown = world.get("workingdays")
    assert (shown["recurrence"], shown["repaymentRescheduleType"]["id"]) == (rule, 4)
    assert shown["extendTermForDailyRepayments"] is True
    everyday = {"recurrence": "FREQ=WEEKLY;INTERVAL=1;BYDAY=MO,TU,WE,TH,FR,SA,SU"}
    world.put(
        "workingdays", {**everyday, "repaymentRescheduleType": 2, "extendTermForDailyRepayments": False}
    )
    assert world.caller.put("workingdays", {"recurrence": "FREQ=DAILY"}).status == 400
    easter = {
        "name": unique("Easter"),
        "fromDate": "03 April 2015",
        "toDate": "06 April 2015",
        "repaymentsRescheduledTo": "07 April 2015",
        "description": "Four days",
        "offices": [{"officeId": office}],
        **DATED,
    }
    holiday = world.make("holidays", easter)
    world.put(
        f"holidays/{holiday}",
        {"fromDate": "02 April 2015", "offices": [{"officeId": 1}, {"officeId": office}], **DATED},
    )
    shown = world.get(f"holidays/{holiday}")
    assert (shown["fromDate"], shown["repaymentsRescheduledTo"], shown["status"]["id"]) == (
        [2015, 4, 2],
        [2015, 4, 7],
        100,
    )
    assert [one["officeId"] for one in shown["offices"]] == [1, office]
    world.post(f"holidays/{holiday}?command=activate")
    spelled = "locale=en&dateFormat=yyyy-MM-dd"
    within = f"officeId={office}&fromDate=2015-04-01&toDate=2015-04-30&{spelled}"
    assert [one["id"] for one in world.get(f"holidays?{within}")] == [holiday]
    assert world.get(f"holidays?officeId={office}&fromDate=2015-04-03&{spelled}") == []
    assert world.get(f"holidays?officeId={office}&toDate=2015-04-05&{spelled}") == []


def test_the_business_date(world: World) -> None:
    shown = world.get("businessdate/BUSINESS_DATE")
    assert shown["type"] == "BUSINESS_DATE"
    answer = world.post("businessdate", {"type": "BUSINESS_DATE", "date": today(), **DATED})
    assert world.get("businessdate/BUSINESS_DATE")["date"] == shown["date"]
    assert set(answer) == {"changes"}
    assert world.get("businessdate/COB_DATE")["date"] != shown["date"]
    reply = world.caller.post("businessdate", {"type": "TEA_DATE", "date": today(), **DATED})
    assert reply.status == 400


def test_search_by_kind(world: World) -> None:
    word = unique("zebu")
    client = new_client(world, lastname=word)
    group = new_group(world, name=f"Friends of {word}")
    found = world.get(f"search?query={word}")
    assert [(one["entityType"], one["entityId"]) for one in found] == [("CLIENT", client), ("GROUP", group)]
    assert [one["entityId"] for one in world.get(f"search?query={word}&resource=groups")] == [group]
    assert world.get(f"search?query={word}&exactMatch=true") == []
    assert world.caller.get("search").status == 400
    assert world.caller.get(f"search?query={word}&resource=planets").status == 400
