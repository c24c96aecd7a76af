"""Seeded tenants and, per dialect, the exchanges by which every operation is reached, and ids that exist."""

from collections.abc import Callable

from amana.dialects.base.dialect import Dialect
from amana.dialects.fineract.dialect import fineract
from amana.dialects.mambu.dialect import mambu
from amana.dialects.mifos.dialect import mifos
from amana.dialects.musoni.dialect import musoni
from amana.dialects.native.dialect import native
from amana.dialects.supervision.dialect import supervision
from amana.kernel.tenant import Tenant
from tests.contract.native_world import of_native
from tests.contract.play import Play, ok
from tests.dialects.caller import Caller
from tests.dialects.fineract.cases import CASES as FINERACT
from tests.dialects.fineract.cases import operation_of
from tests.dialects.golden import collect
from tests.dialects.golden.case import Case, World, send, unique
from tests.dialects.golden.users import add_users
from tests.dialects.mambu import test_golden as mambu_golden
from tests.dialects.mambu.orders import SENDS as ORDERS
from tests.dialects.musoni import test_golden as musoni_golden
from tests.kernel.access.people import PASSWORD
from tests.loans.world import Lender
from tests.reports.team import Team
from tests.tenant_fixtures import ADMINISTRATOR, administrator_of

DAYS = musoni_golden.DAYS
MONTH = {"reportType": "MONTHLY", "periodStart": "2015-01-01", "periodEnd": "2015-01-31"}


def of_musoni(tenant: Tenant) -> Play:
    """Musoni: the golden exchanges, and what no sample shows."""
    world = musoni_golden.World(tenant)
    staff = {"staffId": world.officer}

    def exchanges(caller: Caller) -> None:
        world.caller = caller
        for exchange in musoni_golden.EXCHANGES:
            ok(exchange.send(world))
        client, day = musoni_golden.pending(world), "01 July 2011"
        reasons = {
            name: musoni_golden.reason(world, f"Client{name}Reason")
            for name in ("Reject", "Withdraw", "Closure")
        }
        for command, body in (
            ("assignStaff", staff),
            ("unassignStaff", {}),
            ("reject", {"rejectionDate": day, "rejectionReasonId": reasons["Reject"]}),
            ("undoRejection", {"reopenedDate": "02 July 2011"}),
            ("withdraw", {"withdrawalDate": "03 July 2011", "withdrawalReasonId": reasons["Withdraw"]}),
            ("undoWithdrawal", {"reopenedDate": "04 July 2011"}),
            ("activate", {"activationDate": "05 July 2011"}),
            ("close", {"closureDate": "06 July 2011", "closureReasonId": reasons["Closure"]}),
            ("reactivate", {"reactivationDate": "07 July 2011"}),
        ):
            sent = body if command.endswith("Staff") else {**DAYS, **body}
            ok(caller.post(f"clients/{client}?command={command}", sent))
        group = world.made("groups", {**world.new_group(), "active": False, "activationDate": ""})
        for command, body in (
            ("assignStaff", staff),
            ("unassignStaff", staff),
            ("activate", {**DAYS, "activationDate": day}),
            ("disassociateClients", {"clientMembers": [world.client]}),
            (
                "close",
                {
                    **DAYS,
                    "closureDate": "06 July 2011",
                    "closureReasonId": musoni_golden.reason(world, "GroupClosureReason"),
                },
            ),
        ):
            ok(caller.post(f"groups/{group}?command={command}", body))

    known = {"clients": [world.client], "groups": [world.group], "loans": [world.loan]}
    caller = world.caller
    users = add_users(tenant, caller)
    return Play(
        caller,
        exchanges,
        lambda path, _: [str(one) for one in known.get(path, [])],
        users.second,
        users.powerless,
    )


def of_mambu(tenant: Tenant) -> Play:
    """Mambu: the golden exchanges, and what no sample shows."""
    world = mambu_golden.World(tenant)

    def exchanges(caller: Caller) -> None:
        world.caller = caller
        for exchange in mambu_golden.EXCHANGES:
            ok(exchange.send(world))
        world.full_client()
        ok(caller.post(f"clients?firstName=Trevor&lastName={unique('Linden')}"))
        search = {"filterConstraints": [{"filterSelection": "GROUP_NAME", "filterElement": "EMPTY"}]}
        ok(caller.post("groups/search", search))
        ok(caller.get(f"clients/{world.loan['client']}/loans"))
        for order in ORDERS.values():
            ok(order(world))

    loan = str(world.loan["id"])
    known = {
        "branchId": [world.branch["id"], world.branch["encodedKey"]],
        "centreId": [world.centre["id"], world.centre["encodedKey"]],
        "clientId": [world.client["id"], world.loan["client"]],
        "groupId": [world.group["id"]],
        "loanAccountId": [loan],
        "loanId": [loan],
    }
    caller = world.caller
    users = add_users(tenant, caller)
    return Play(caller, exchanges, lambda _, place: known.get(place, []), users.second, users.powerless)


def of_supervision(tenant: Tenant) -> Play:
    """Supervisor reports, as the supervisor of a small team."""
    lender = Lender(tenant, administrator_of(tenant))
    team = Team(lender)
    union = team.union(team.officer(), members=1)
    loan = lender.disbursed(team.product, client=union.members[0])
    lender.repay(loan, "2015-01-20", "600")
    anonymous = Caller.of(supervision(), tenant).anonymous()

    def logged_in(caller: Caller, name: str, password: str) -> Caller:
        token = ok(caller.post("auth/login", {"email": name, "password": password}))["token"]
        return Caller(caller.entry, {"authorization": f"Bearer {token}"})

    caller = logged_in(anonymous, team.user.username, PASSWORD)
    other = logged_in(anonymous, ADMINISTRATOR.username, ADMINISTRATOR.password)
    kept = str(ok(caller.post("supervisor-reports/generate", MONTH))["id"])

    def exchanges(caller: Caller) -> None:
        made = ok(caller.post("supervisor-reports/generate", MONTH))["id"]
        paths = ("sessions", f"sessions/{made}", "officers", "dashboard")
        for path in paths:
            ok(caller.get(f"supervisor-reports/{path}"))
        ok(caller.delete(f"supervisor-reports/sessions/{made}"))
        logged_in(caller, ADMINISTRATOR.username, ADMINISTRATOR.password)

    return Play(caller, exchanges, lambda _path, _place: [kept], other)


def of_family(dialect: Dialect, tenant: Tenant, own: tuple[Case, ...] = ()) -> Play:
    """A relative: the golden exchanges of the family, and those of its own rows."""
    world = World(Caller.of(dialect, tenant), tenant)
    caller = world.caller
    known: dict[str, list[str]] = {}
    for case in collect.all_cases():
        records = case.prepare(world)
        for place, value in case.path.items():
            named = value(records) if callable(value) else records.get(value, value)
            known.setdefault(place, []).append(str(named))

    def exchanges(caller: Caller) -> None:
        for case in collect.all_cases():
            ok(send(case, collect.contract()[case.id], caller, case.prepare(world)))
        for case in own:
            ok(send(case, operation_of(case), caller, case.prepare(world)))

    users = add_users(tenant, caller)
    return Play(caller, exchanges, lambda _, place: known.get(place, []), users.second, users.powerless)


Seeding = tuple[Callable[[], Dialect], Callable[[Tenant], Play]]
WORLDS: dict[str, Seeding] = {
    "fineract": (fineract, lambda tenant: of_family(fineract(), tenant, FINERACT)),
    "musoni": (musoni, of_musoni),
    "mambu": (mambu, of_mambu),
    "supervision": (supervision, of_supervision),
    "native": (native, of_native),
}
SERVED: dict[str, Seeding] = {**WORLDS, "mifos": (mifos, lambda tenant: of_family(mifos(), tenant))}
"""Mifos X besides, whose tests in process are in ``tests/dialects``."""
