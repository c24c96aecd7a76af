"""The native API: nearly every command and query reaches a success, as its document says.

The golden exchanges of Mifos X go through it too (``tests/dialects/golden/test_native_golden.py``); here is the rest.
"""

from decimal import Decimal
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

import pytest

from amana.dialects.base.rows import Does, Shows
from amana.dialects.native.dialect import kebab, native
from amana.kernel.tenant import Tenant
from amana.parties.groups.create import CreateGroup
from tests.contract.observed import Watch
from tests.contract.worlds import ok
from tests.dialects.caller import Caller
from tests.dialects.golden import collect
from tests.dialects.golden.case import unique
from tests.dialects.test_described import REACHED_AT_LEAST
from tests.kernel.access.people import PASSWORD
from tests.loans.world import START, TODAY, Lender
from tests.reports.team import Team
from tests.tenant_fixtures import administrator_of

needs_contract = pytest.mark.skipif(not collect.CONTRACT.is_file(), reason=f"{collect.CONTRACT} is not there")


class Native:
    """Somebody who calls commands and queries by name."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller

    def do(self, command: str, **fields: Any) -> Any:
        """A command that has to succeed."""
        return ok(self.caller.post(f"commands/{command}", fields))

    def ask(self, query: str, **parameters: Any) -> Any:
        """A query that has to succeed."""
        return ok(self.caller.get(f"queries/{query}?{urlencode(parameters)}"))


def by_golden_exchanges() -> set[str]:
    """What the golden exchanges ask of the native API."""
    rows = [collect.row_of(case) for case in collect.all_cases()]
    return {kebab(row.command.__name__) for row in rows if isinstance(row, Does)} | {
        kebab(row.query.__name__) for row in rows if isinstance(row, Shows)
    }


def over_lending(api: Native, lender: Lender) -> None:
    """Loans, accounts and files of parties."""
    client, day = lender.client, START.isoformat()
    made = CreateGroup(name=unique("Group"), office=1, active=True, activated_on=START, clients=(client,))
    group = lender.do(made).id
    loan = lender.disbursed(lender.product())
    api.do("charge-overdue-instalments", loan=loan)
    api.do("recalculate-loan", loan=loan)
    over_credits(api, lender, loan)
    for query in ("accounts-of-client", "get-client-file", "list-loans-of-client"):
        api.ask(query, client=client)
    for query in ("accounts-of-group", "get-group-file"):
        api.ask(query, group=group)
    api.ask("get-loan-of-client", client=client, loan=loan)
    api.ask("list-instalments", loan=loan)
    for query in ("list-client-files", "list-group-files", "list-selected-currencies"):
        api.ask(query)
    api.ask("get-currency", code="USD")
    api.ask("list-code-options", code="Gender")
    api.ask("get-trial-balance", on=day)
    account = lender.accounts["fund_source"]
    api.ask("get-account-statement", account=account, from_date=day, to_date=day, currency="USD")


def over_credits(api: Native, lender: Lender, loan: int) -> None:
    """What reduces the debt besides repayments, and what makes it owed again."""
    money = {"loan": loan, "on": START.isoformat(), "amount": "10.00"}
    paid = api.do("pay-down", **money)["id"]
    for command in ("credit-goodwill", "refund-from-merchant", "refund-payout", "waive-payment-of-interest"):
        api.do(command, **money)
    api.do("charge-payment-back", loan=loan, transaction=paid, amount="5.00")
    fee = lender.charge(time="specified_due_date", basis="flat", amount=Decimal(10))
    charge = api.do("add-loan-charge", loan=loan, charge=fee, due_on=START.isoformat())["id"]
    api.do("adjust-loan-charge", loan=loan, loan_charge=charge, amount="5.00")
    api.do("mark-loan-as-fraud", loan=loan, fraud=True)
    api.do("charge-loan-off", loan=loan, on=TODAY.isoformat())
    api.do("undo-charge-off", loan=loan)


def over_supervision(api: Native, lender: Lender) -> None:
    """A supervisor's reports."""
    team = Team(lender)
    team.officer()
    period = {"period_start": "2015-01-01T00:00:00Z", "period_end": "2015-01-31T23:59:59Z"}
    supervisor = team.supervisor
    made = api.do("generate-supervisor-report", supervisor=supervisor, report_type="monthly", **period)
    api.ask("supervisor-report", report=made["id"])
    api.ask("supervisor-reports", supervisor=supervisor)
    api.ask("team-officers", supervisor=supervisor)
    api.ask("team-dashboard", supervisor=supervisor, **period)
    api.do("delete-supervisor-report", report=made["id"])


def over_access(api: Native) -> None:
    """Users, roles, keys and settings."""
    role = api.do("create-role", name=unique("Role"), description="Teller")["id"]
    name = unique("teller")
    person = {"first_name": "Ada", "last_name": "Obi", "email": "ada@example.org", "office": 1}
    secret = {"mail_password": False, "password": PASSWORD, "password_repeated": PASSWORD}
    user = api.do("create-user", username=name, roles=[role], **person, **secret)["id"]
    key = api.do("issue-api-key", user=user, name="till")["id"]
    api.ask("api-key-list", user=user)
    api.do("revoke-api-key", api_key=key)
    api.do("end-sessions", user=user)
    for command in ("disable-user", "enable-user", "delete-user"):
        api.do(command, user=user)
    for command in ("disable-role", "enable-role", "delete-role"):
        api.do(command, role=role)
    made = api.do("create-account-number-format", account_kind="client", digits=8)["id"]
    api.ask("list-account-number-formats")
    api.ask("get-account-number-format", format=made)
    api.do("update-account-number-format", format=made, digits=9)
    api.do("delete-account-number-format", format=made)
    api.do("set-time-zone", time_zone="Africa/Nairobi")


def over_extension_data(api: Native) -> None:
    """A table of the institution's own."""
    table, one = f"Table {uuid4().hex[:8]}", {"record": 1}
    columns = [{"name": "Remark", "kind": "text", "length": 10}]
    api.do("define-data-table", name=table, host="office", columns=columns, many_rows=False)
    api.ask("data-tables")
    api.ask("data-table", table=table)
    api.do("add-data-row", table=table, values={"Remark": "new"}, **one)
    api.ask("data-rows", table=table, **one)
    api.do("change-data-row", table=table, values={"Remark": "old"}, **one)
    api.do("delete-data-rows", table=table, **one)
    api.do("alter-data-table", table=table, add=[{"name": "Seen on", "kind": "date"}])
    api.do("drop-data-table", table=table)


@needs_contract
def test_most_commands_and_queries_reach_a_success_as_documented(fresh_tenant: Tenant) -> None:
    dialect = native()
    watch = Watch(dialect)
    lender = Lender(fresh_tenant, administrator_of(fresh_tenant))
    api = Native(watch.watched(Caller.of(dialect, fresh_tenant)))
    over_lending(api, lender)
    over_supervision(api, lender)
    over_access(api)
    over_extension_data(api)
    declared = {row.id for row in dialect.declared if "toy" not in row.id}
    reached = (watch.reached | by_golden_exchanges()) & declared
    assert len(reached) >= REACHED_AT_LEAST * len(declared), (
        len(reached) / len(declared),
        sorted(declared - reached),
    )
