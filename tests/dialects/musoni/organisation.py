"""Exchanges about offices, staff, funds, ledger accounts, and parties that are changed or deleted."""

from typing import Any

from amana.funds.create import CreateFund
from amana.ledger.activities.delete import UnmapFinancialActivity
from amana.ledger.activities.queries import ListActivityAccounts
from tests.dialects.caller import Reply
from tests.dialects.golden.case import unique
from tests.dialects.musoni.world import Exchange, World, pending, samples

DAYS = {"locale": "en", "dateFormat": "dd MMMM yyyy"}


def sample(operation: str, **changes: Any) -> dict[str, Any]:
    """The document's body with these values; what is None is left out."""
    body = {**samples()[operation]["request_example"], **changes}
    return {name: value for name, value in body.items() if value is not None}


def new_office() -> dict[str, Any]:
    return sample(
        "offices.create", name=unique("Branch"), externalId=unique(), openingDate="01 July 2010", parentId=1
    )


def new_staff() -> dict[str, Any]:
    return sample("staff.create", lastname=unique("Doe"), externalId=unique())


def new_account() -> dict[str, Any]:
    """Without a tag, reconciliation and another system's id: the chart of accounts has none of them yet."""
    missing: dict[str, Any] = dict.fromkeys(("reconciliationEnabled", "externalId", "tagId"))
    return sample(
        "glAccounts.create", name=unique("Cash"), glCode=unique(), manualEntriesAllowed=True, **missing
    )


def activity_unmapped(world: World) -> dict[str, Any]:
    """Transfers of assets without an account, and what names one."""
    for one in world.lender.ask(ListActivityAccounts()):
        world.lender.do(UnmapFinancialActivity(mapping=one.id))
    account = world.made("glaccounts", new_account())
    return sample("financialActivityAccounts.create", glAccountId=account)


def activity_shown(world: World, which: str = "") -> Reply:
    assert world.admin.post("financialactivityaccounts", activity_unmapped(world)).status == 200
    return world.caller.get(f"financialactivityaccounts{which}")


def offices_listed(world: World) -> Reply:
    body = new_office()
    world.made("offices", body)
    return world.caller.get(f"offices?externalId={body['externalId']}")


def staff_listed(world: World) -> Reply:
    office = world.made("offices", new_office())
    world.made("staff", {**new_staff(), "officeId": office})
    return world.caller.get(f"staff?officeId={office}")


def office_updated(world: World) -> Reply:
    office = world.made("offices", new_office())
    return world.caller.put(f"offices/{office}", {**DAYS, "name": unique("Branch")})


def staff_updated(world: World) -> Reply:
    member = world.made("staff", new_staff())
    return world.caller.put(f"staff/{member}", {**DAYS, "lastname": unique("Roe")})


def closure(world: World, **more: Any) -> dict[str, Any]:
    return {**DAYS, "officeId": world.made("offices", new_office()), "closingDate": "31 July 2010", **more}


def empty_group(world: World) -> dict[str, Any]:
    body = {**world.new_group(), "active": False}
    return {name: value for name, value in body.items() if name not in {"activationDate", "clientMembers"}}


ORGANISATION = (
    Exchange("offices.list", offices_listed),
    Exchange("offices.get", lambda w: w.caller.get(f"offices/{w.made('offices', new_office())}")),
    Exchange("offices.create", lambda w: w.caller.post("offices", new_office())),
    Exchange("offices.update", office_updated),
    Exchange("staff.list", staff_listed),
    Exchange("staff.get", lambda w: w.caller.get(f"staff/{w.made('staff', new_staff())}")),
    Exchange("staff.create", lambda w: w.caller.post("staff", new_staff())),
    Exchange("staff.update", staff_updated),
    Exchange(
        "funds.update",
        lambda w: w.caller.put(
            f"funds/{w.lender.do(CreateFund(name=unique('Fund'))).id}", {"name": unique("Fund")}
        ),
    ),
    Exchange("glAccounts.create", lambda w: w.caller.post("glaccounts", new_account())),
    Exchange(
        "glAccounts.update",
        lambda w: w.caller.put(f"glaccounts/{w.made('glaccounts', new_account())}", {"name": unique("Cash")}),
    ),
    Exchange(
        "glAccounts.delete", lambda w: w.caller.delete(f"glaccounts/{w.made('glaccounts', new_account())}")
    ),
    Exchange(
        "financialActivityAccounts.create",
        lambda w: w.caller.post("financialactivityaccounts", activity_unmapped(w)),
    ),
    Exchange("financialActivityAccounts.list", activity_shown),
    Exchange("financialActivityAccounts.get", lambda w: activity_shown(w, "/100")),
    Exchange("glClosures.create", lambda w: w.caller.post("glclosures", closure(w))),
    Exchange(
        "glClosures.update",
        lambda w: w.caller.put(
            f"glclosures/{w.made('glclosures', closure(w))}", {"comments": "Closed again"}
        ),
    ),
    Exchange(
        "clients.update", lambda w: w.caller.put(f"clients/{pending(w)}", {"mobileNoSecondary": unique()})
    ),
    Exchange("clients.delete", lambda w: w.caller.delete(f"clients/{pending(w)}")),
    Exchange(
        "groups.update",
        lambda w: w.caller.put(f"groups/{w.made('groups', w.new_group())}", {"name": unique("Group")}),
    ),
    Exchange("groups.delete", lambda w: w.caller.delete(f"groups/{w.made('groups', empty_group(w))}")),
)
