"""Offices and staff."""

from typing import Any

from tests.dialects.golden.case import Case, World, unique

DATED = {"locale": "en", "dateFormat": "dd MMMM yyyy"}


def new_office(world: World) -> int:
    body = {"name": unique("Branch"), "openingDate": "01 July 2007", "parentId": 1, **DATED}
    made: int = world.make("offices", body)
    return made


def new_staff(world: World, office: int, **more: Any) -> int:
    body = {
        "officeId": office,
        "firstname": "John",
        "lastname": "Doe",
        "isLoanOfficer": True,
        "externalId": unique("17H"),
        **more,
    }
    made: int = world.make("staff", body)
    return made


def office(world: World) -> dict[str, Any]:
    return {"office": new_office(world)}


def head_office(_world: World) -> dict[str, Any]:
    return {"office": 1}


def staff(world: World) -> dict[str, Any]:
    home = new_office(world)
    return {"office": home, "staff": new_staff(world, home)}


OFFICE = {"officeId": "office"}
STAFF = {"staffId": "staff"}

CASES = (
    Case("offices_list", query="externalId=1"),
    Case("offices_template"),
    Case("offices_retrieve", head_office, OFFICE),
    Case(
        "offices_create",
        office,
        body={
            "name": lambda _: unique("Example New Branch"),
            "parentId": "office",
            "externalId": lambda _: unique("SYS54"),
        },
    ),
    Case("offices_update", office, OFFICE, body={"name": lambda _: unique("Name is updated")}),
    Case("staff_list", staff, query=lambda made: f"officeId={made['office']}"),
    Case("staff_retrieve", staff, STAFF),
    Case("staff_create", body={"externalId": lambda _: unique("17H")}),
    Case("staff_update", staff, STAFF, body={"externalId": lambda _: unique("17Hbb")}),
)
