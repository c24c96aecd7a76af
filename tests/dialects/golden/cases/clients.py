"""Clients, their papers and pictures."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from tests.dialects.golden.case import Case, World, unique
from tests.dialects.golden.cases.offices import DATED, new_office, new_staff

PICTURE = (
    b"data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAABAAAAAQAQMAAAAlPW0iAAAABlBMVEUAAAD///+l2Z/dAAAAM0l\n"
    b"EQVR4nGP4/5/h/1+G/58ZDrAz3D/McH8yw83NDDeNGe4Ug9C9zwz3gVLMDA/A6P9/AFGGFyjOXZtQAAAAAElFTkSuQmCC"
)
GIF = b"GIF89a\x01\x00\x01\x00\x00\xff\x00,\r\n\x00\x00\x00\x01\x00\x01\x00\x00\x02\x00;"


def today() -> str:
    return datetime.now(UTC).strftime("%d %B %Y")


def new_client(world: World, office: int = 1, **more: Any) -> int:
    body = {
        "officeId": office,
        "firstname": "Petra",
        "lastname": "Yton",
        "active": True,
        "activationDate": "04 March 2009",
        **DATED,
        **more,
    }
    made: int = world.make("clients", {name: value for name, value in body.items() if value is not None})
    return made


def entity(world: World, name: str, *, active: bool = True, **more: Any) -> int:
    day = "01 March 2013" if active else None
    return new_client(
        world, firstname=None, lastname=None, fullname=name, active=active, activationDate=day, **more
    )


def new_group(world: World, office: int = 1, **more: Any) -> int:
    made: int = world.make("groups", {"name": unique("Group"), "officeId": office, "active": False, **more})
    return made


def client(world: World) -> dict[str, Any]:
    return {"client": new_client(world)}


def pending(world: World) -> dict[str, Any]:
    return {"client": new_client(world, active=False, activationDate=None)}


def group(world: World) -> dict[str, Any]:
    return {"group": new_group(world)}


def member(world: World) -> dict[str, Any]:
    made = group(world)
    return {**made, "client": entity(world, "Client of group", groupId=made["group"])}


def two_shops(world: World) -> dict[str, Any]:
    name = unique("shop")
    entity(world, f"Small {name}")
    entity(world, f"Large {name}", active=False)
    return {"name": name}


def with_staff(world: World) -> dict[str, Any]:
    home = new_office(world)
    officer = new_staff(world, home)
    return {"client": new_client(world, home, activationDate="04 March 2010"), "staff": officer}


def assigned(world: World) -> dict[str, Any]:
    made = with_staff(world)
    world.post(f"clients/{made['client']}?command=assignStaff", {"staffId": made["staff"]})
    return made


def empty_office(world: World) -> dict[str, Any]:
    return {"office": new_office(world)}


def reason(world: World, code: str) -> int:
    number = next(one["id"] for one in world.get("codes") if one["name"] == code)
    value: int = world.get(f"codes/{number}/codevalues")[0]["id"]
    return value


def closing(world: World) -> dict[str, Any]:
    return {**client(world), "reason": reason(world, "ClientClosureReason")}


def destination(world: World) -> dict[str, Any]:
    return {**client(world), "office": new_office(world)}


def proposed(world: World) -> dict[str, Any]:
    home = new_office(world)
    made = {
        "client": new_client(world),
        "office": home,
        "group": new_group(world, home),
        "staff": new_staff(world, home),
    }
    world.post(f"clients/{made['client']}?command=proposeTransfer", {"destinationOfficeId": home})
    return made


def paper(world: World) -> dict[str, Any]:
    made = client(world)
    types = world.get(f"clients/{made['client']}/identifiers/template")["allowedDocumentTypes"]
    body = {
        "documentTypeId": types[2]["id"],
        "documentKey": unique("12345"),
        "description": "Issued in the year 2007",
    }
    return {**made, "paper": world.make(f"clients/{made['client']}/identifiers", body)}


def pictured(world: World) -> dict[str, Any]:
    made = client(world)
    reply = world.caller.post(f"clients/{made['client']}/images", PICTURE, content_type="text/plain")
    assert reply.status == 200, reply.text.decode()
    return made


def picture(_made: Any) -> tuple[bytes, str]:
    return PICTURE, "text/plain"


def form(_made: Any) -> tuple[bytes, str]:
    head = b'--frontier\r\ncontent-disposition: form-data; name="file"; filename="p.gif"\r\n'
    body = head + b"content-type: image/gif\r\n\r\n" + GIF + b"\r\n--frontier--\r\n"
    return body, "multipart/form-data; boundary=frontier"


def with_reason(code: str) -> Callable[[World], dict[str, Any]]:
    return lambda world: {**pending(world), "reason": reason(world, code)}


def rejected(world: World) -> dict[str, Any]:
    made = with_reason("ClientRejectReason")(world)
    body = {"rejectionDate": today(), "rejectionReasonId": made["reason"], **DATED}
    world.post(f"clients/{made['client']}?command=reject", body)
    return made


def withdrawn(world: World) -> dict[str, Any]:
    made = with_reason("ClientWithdrawReason")(world)
    body = {"withdrawalDate": today(), "withdrawalReasonId": made["reason"], **DATED}
    world.post(f"clients/{made['client']}?command=withdraw", body)
    return made


def closed(world: World) -> dict[str, Any]:
    made = closing(world)
    body = {"closureDate": today(), "closureReasonId": made["reason"], **DATED}
    world.post(f"clients/{made['client']}?command=close", body)
    return made


CLIENT = {"clientId": "client"}
PAPER = {**CLIENT, "identifierId": "paper"}

CASES = (
    Case("clients_template", empty_office, query=lambda made: f"officeId={made['office']}"),
    Case("clients_create", body={"externalId": lambda _: unique("786YYH7")}),
    Case("clients_create", group, body={"groupId": "group"}, example=1),
    Case("clients_activate", pending, CLIENT),
    Case("clients_close", closing, CLIENT, body={"closureReasonId": "reason"}),
    Case("clients_assignStaff", with_staff, CLIENT, body={"staffId": "staff"}),
    Case("clients_unassignStaff", assigned, CLIENT, body={"staffId": "staff"}),
    Case("clients_propose_transfer", destination, CLIENT, body={"destinationOfficeId": "office"}),
    Case("clients_withdraw_transfer", proposed, CLIENT),
    Case("clients_reject_transfer", proposed, CLIENT),
    Case(
        "clients_accept_transfer",
        proposed,
        CLIENT,
        body={"destinationGroupId": "group", "staffId": "staff"},
    ),
    Case("clients_transfer", destination, CLIENT, body={"destinationOfficeId": "office"}, compare=False),
    Case("clients_retrieve", member, CLIENT),
    Case("client_list", two_shops, query=lambda made: f"displayName={made['name']}&orderBy=displayName"),
    Case("clients_update", client, CLIENT, body={"externalId": lambda _: unique("786444UUUYYH7")}),
    Case("clients_delete", pending, CLIENT),
    Case("client_identifiers_list", paper, CLIENT),
    Case("client_identifiers_template", client, CLIENT),
    Case("client_identifiers_retrieve", paper, PAPER),
    Case("client_identifiers_create", client, CLIENT, body={"documentKey": lambda _: unique("KA-54677")}),
    Case("client_identifiers_update", paper, PAPER, body={"documentKey": lambda _: unique("KA-94667")}),
    Case("client_identifiers_delete", paper, PAPER),
    Case("client_images_retrieve", pictured, CLIENT, compare=False),
    Case(
        "client_images_retrieve_binary",
        pictured,
        CLIENT,
        headers={"accept": "application/octet-stream"},
        compare=False,
    ),
    Case("client_images_create", client, CLIENT, raw=picture),
    Case("client_images_create_form", client, CLIENT, raw=form),
    Case("client_images_update", pictured, CLIENT, raw=picture),
    Case("client_images_update_form", pictured, CLIENT, raw=form, compare=False),
    Case("client_images_delete", pictured, CLIENT),
    Case(
        "clients_reject",
        with_reason("ClientRejectReason"),
        CLIENT,
        body={"rejectionDate": lambda _: today(), "rejectionReasonId": "reason", **DATED},
    ),
    Case("clients_undo_rejection", rejected, CLIENT, body={"reopenedDate": lambda _: today(), **DATED}),
    Case(
        "clients_withdraw",
        with_reason("ClientWithdrawReason"),
        CLIENT,
        body={"withdrawalDate": lambda _: today(), "withdrawalReasonId": "reason", **DATED},
    ),
    Case("clients_undo_withdrawal", withdrawn, CLIENT, body={"reopenedDate": lambda _: today(), **DATED}),
    Case("clients_reactivate", closed, CLIENT, body={"reactivationDate": lambda _: today(), **DATED}),
    Case(
        "clients_propose_and_accept_transfer",
        destination,
        CLIENT,
        body={"destinationOfficeId": "office"},
    ),
)
