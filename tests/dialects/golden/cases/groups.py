"""Groups and centers."""

from typing import Any

from tests.dialects.golden.case import Case, World, unique
from tests.dialects.golden.cases.clients import new_client, new_group, reason, today
from tests.dialects.golden.cases.offices import DATED, new_office, new_staff

SPECIAL_DAY = {"active": True, "activationDate": "04 March 2010", **DATED}


def new_centre(world: World, office: int = 1, **more: Any) -> int:
    made: int = world.make("centers", {"name": unique("Center"), "officeId": office, "active": False, **more})
    return made


def group(world: World) -> dict[str, Any]:
    return {"group": new_group(world)}


def plain_group(world: World) -> dict[str, Any]:
    return {"group": new_group(world, externalId=unique("000-1A"))}


def with_member(world: World) -> dict[str, Any]:
    client = new_client(world, externalId=unique("786YYH7"))
    return {
        "client": client,
        "group": new_group(world, externalId=unique("000-1A"), clientMembers=[client]),
    }


def two_clients(world: World) -> dict[str, Any]:
    return {"group": new_group(world), "members": [new_client(world), new_client(world)]}


def two_members(world: World) -> dict[str, Any]:
    made = two_clients(world)
    world.post(f"groups/{made['group']}?command=associateClients", {"clientMembers": made["members"]})
    return made


def two_groups(world: World) -> dict[str, Any]:
    return {**with_member(world), "destination": new_group(world)}


def named_group(world: World) -> dict[str, Any]:
    name = unique("AnotherGroup")
    return {"group": new_group(world, name=name), "name": name}


def branch_with_people(world: World) -> dict[str, Any]:
    home = new_office(world)
    new_staff(world, home)
    new_client(world, home)
    new_group(world, home, externalId=unique("000-1A"))
    new_group(world, home)
    return {"office": home}


def branch_with_staff(world: World) -> dict[str, Any]:
    home = new_office(world)
    new_staff(world, home)
    return {"office": home}


def centre(world: World) -> dict[str, Any]:
    return {"center": new_centre(world)}


def active_centre(world: World) -> dict[str, Any]:
    inside = new_group(world)
    return {"center": new_centre(world, groupMembers=[inside], **SPECIAL_DAY)}


def named_centre(world: World) -> dict[str, Any]:
    name = unique("Center")
    return {"center": new_centre(world, name=name), "name": name}


def of_office(made: Any) -> str:
    return f"officeId={made['office']}"


def of_name(made: Any) -> str:
    return f"name={made['name']}"


def staffed(world: World) -> dict[str, Any]:
    home = new_office(world)
    officer = new_staff(world, home)
    return {
        "staff": officer,
        "group": new_group(world, home, staffId=officer),
        "center": new_centre(world, home, staffId=officer),
    }


def closing_group(world: World) -> dict[str, Any]:
    return {**group(world), "reason": reason(world, "GroupClosureReason")}


def closing_centre(world: World) -> dict[str, Any]:
    return {**centre(world), "reason": reason(world, "CenterClosureReason")}


def centre_and_group(world: World) -> dict[str, Any]:
    return {**centre(world), **group(world)}


def centre_with_group(world: World) -> dict[str, Any]:
    made = group(world)
    return {**made, "center": new_centre(world, groupMembers=[made["group"]])}


GROUP = {"groupId": "group"}
CENTER = {"centerId": "center"}

CASES = (
    Case("groups_template", branch_with_people, query=of_office),
    Case("groups_create"),
    Case(
        "groups_create",
        with_member,
        body={"externalId": lambda _: unique("000-1A"), "clientMembers": lambda made: [str(made["client"])]},
        example=1,
    ),
    Case("groups_activate", group, GROUP),
    Case("groups_associate_clients", two_clients, GROUP, body={"clientMembers": "members"}),
    Case("groups_disassociate_clients", two_members, GROUP, body={"clientMembers": "members"}),
    Case(
        "groups_transfer_clients",
        two_groups,
        GROUP,
        body={"destinationGroupId": "destination", "clients": lambda made: [{"id": made["client"]}]},
    ),
    Case("groups_retrieve", plain_group, GROUP),
    Case("groups_retrieve", with_member, GROUP, query="associations=clientMembers", example=1),
    Case("groups_update", group, GROUP),
    Case("groups_delete", group, GROUP),
    Case("groups_list", named_group, query=of_name),
    Case("centers_template", branch_with_people, query=of_office),
    Case("centers_template", branch_with_staff, query=of_office, example=1),
    Case("centers_create"),
    Case("centers_create", group, body={"groupMembers": lambda made: [str(made["group"])]}, example=1),
    Case("centers_activate", centre, CENTER),
    Case("centers_update", centre, CENTER),
    Case("centers_delete", centre, CENTER),
    Case("centers_retrieve", centre, CENTER),
    Case("centers_retrieve", active_centre, CENTER, query="associations=groupMembers", example=1),
    Case("centers_list", named_centre, query=of_name),
    Case(
        "groups_close",
        closing_group,
        GROUP,
        body={"closureDate": lambda _: today(), "closureReasonId": "reason", **DATED},
    ),
    Case(
        "groups_assign_staff",
        staffed,
        GROUP,
        body={"staffId": "staff", "inheritStaffForClientAccounts": True},
    ),
    Case("groups_unassign_staff", staffed, GROUP, body={"staffId": "staff"}),
    Case(
        "centers_close",
        closing_centre,
        CENTER,
        body={"closureDate": lambda _: today(), "closureReasonId": "reason", **DATED},
    ),
    Case(
        "centers_associate_groups",
        centre_and_group,
        CENTER,
        body={"groupMembers": lambda made: [made["group"]]},
    ),
    Case(
        "centers_disassociate_groups",
        centre_with_group,
        CENTER,
        body={"groupMembers": lambda made: [made["group"]]},
    ),
    Case("centers_assign_staff", staffed, CENTER, body={"staffId": "staff"}),
    Case("centers_unassign_staff", staffed, CENTER, body={"staffId": "staff"}),
)
