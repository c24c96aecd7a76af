"""The native API: by which exchanges nearly every command and query is reached.

The golden exchanges of Mifos X go through it too; here is what they leave out.
"""

from base64 import b64encode
from datetime import date
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from amana.dialects.native.dialect import native
from amana.finance.terms import Tranche
from amana.funds.create import CreateFund
from amana.kernel.tenant import Tenant
from amana.ledger.account_types import AccountClass, Usage
from amana.ledger.create_account import CreateAccount
from amana.loans.disburse import DisburseLoan
from amana.loans.kinds import Accounting
from amana.parties.groups.create import CreateGroup
from tests.contract.play import Play, ok
from tests.dialects.caller import Caller
from tests.dialects.golden import collect
from tests.dialects.golden.case import World, unique
from tests.dialects.golden.natively import CASES, asked_natively
from tests.dialects.golden.users import add_users
from tests.kernel.access.people import PASSWORD
from tests.loans.test_credits import PROGRESSIVE
from tests.loans.world import START, TODAY, D, Lender
from tests.reports.team import Team
from tests.tenant_fixtures import administrator_of

LATER, DAY = date(2015, 3, 1), TODAY.isoformat()
PNG = b"\x89PNG\r\n\x1a\n" + bytes(20)


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


def over_lending(api: Native, lender: Lender) -> None:
    """Loans, accounts and files of parties."""
    client, day = lender.client, START.isoformat()
    made = CreateGroup(name=unique("Group"), office=1, active=True, activated_on=START, clients=(client,))
    group = lender.do(made).id
    rule = "FREQ=WEEKLY;INTERVAL=1;BYDAY=FR"
    meeting = api.do("schedule-meetings", group=group, title="Repayment", starts_on=day, recurrence=rule)[
        "id"
    ]
    api.do("change-meetings", meeting=meeting, title="Weekly")
    api.ask("list-meetings", group=group)
    api.ask("get-meeting", meeting=meeting)
    api.do("cancel-meetings", meeting=meeting)
    loan = lender.disbursed(lender.product())
    api.do("charge-overdue-instalments", loan=loan)
    api.do("recalculate-loan", loan=loan)
    over_credits(api, lender, loan)
    api.do("change-approved-amount", loan=loan, amount="10000")
    api.do("change-available-amount", loan=loan, amount="0")
    paid_out = {"expected_on": day, "amount": "10000"}
    in_parts = lender.disbursed(lender.product(multi_disburse=True))
    api.do("change-tranches", loan=in_parts, tranches=[paid_out])
    for query in ("accounts-of-client", "get-client-file", "list-loans-of-client"):
        api.ask(query, client=client)
    for query in ("accounts-of-group", "get-group-file"):
        api.ask(query, group=group)
    api.ask("get-loan-of-client", client=client, loan=loan)
    api.ask("list-instalments", loan=loan)
    api.ask("get-loan-file", loan=loan)
    paid = lender.repay(loan, DAY, "1")
    api.ask("get-transaction-file", loan=loan, transaction=paid)
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
    for command in ("credit-goodwill", "refund-payout", "waive-payment-of-interest"):
        api.do(command, **money)
    api.do("pay-back", **{**money, "amount": "1.00"})
    drawn = lender.disbursed(lender.product(**PROGRESSIVE))
    refund = api.do("refund-from-merchant", **{**money, "loan": drawn})["id"]
    api.do("refund-interest", loan=drawn, transaction=refund, amount="0.10")
    api.do("charge-payment-back", loan=loan, transaction=paid, amount="5.00")
    fee = lender.charge(time="specified_due_date", basis="flat", amount=D(10))
    charge = api.do("add-loan-charge", loan=loan, charge=fee, due_on=START.isoformat())["id"]
    api.do("adjust-loan-charge", loan=loan, loan_charge=charge, amount="5.00")
    at_once = api.do("add-loan-charge", loan=drawn, charge=fee, due_on=START.isoformat())["id"]
    api.do("pay-loan-charge", loan=drawn, loan_charge=at_once, on=START.isoformat())
    api.do("refund-loan-charge", loan=drawn, loan_charge=at_once, amount="5.00")
    api.do("mark-loan-as-fraud", loan=loan, fraud=True)
    api.do("charge-loan-off", loan=loan, on=TODAY.isoformat())
    api.do("undo-charge-off", loan=loan)


def over_changed_loans(api: Native, lender: Lender) -> None:
    """What happens to a loan beside paying it back."""
    loan, product = lender.disbursed(lender.product()), lender.product(multi_disburse=True)
    asked = {"from_due_date": "2015-05-01", "new_due_date": "2015-05-15"}
    for decision in ("reject-reschedule", "approve-reschedule"):
        request = api.do("request-reschedule", loan=loan, changes=asked, submitted_on=DAY)["id"]
        api.do(decision, request=request, on=DAY)
    in_parts = lender.submit(product, terms={"tranches": (Tranche(START, D(6000)), Tranche(LATER, D(4000)))})
    lender.ready(in_parts)
    api.do("change-tranche", loan=in_parts, number=2, expected_on=DAY, amount="3000")
    lender.do(DisburseLoan(loan=in_parts, on=LATER))
    api.do("undo-last-disbursal", loan=in_parts)
    api.do("foreclose-loan", loan=in_parts, on=DAY)
    for decision in ("reject", "withdraw"):
        turned = lender.submit(lender.product())
        api.do(f"{decision}-loan", loan=turned, on=DAY)
        api.do(f"undo-loan-{'rejection' if decision == 'reject' else 'withdrawal'}", loan=turned)
    accruing = lender.disbursed(lender.product(Accounting.ACCRUAL_PERIODIC))
    api.do("accrue-loan", loan=accruing, until=LATER.isoformat())
    api.do("sum-up-accruals", loan=accruing, day=DAY)
    api.do("close-loan-days", loans=[accruing])
    steps = api.ask("get-closing-steps")
    api.do("arrange-closing", steps=[{**one, "place": len(steps) - one["place"]} for one in steps])
    api.ask("list-closing-steps")
    api.do("stop-penalties", loan=accruing)
    api.do("take-off-penalties", loan=accruing, since=DAY)
    api.do("change-loan-fund", loan=accruing, fund=lender.do(CreateFund(name=unique("Fund"))).id)
    early = lender.disbursed(lender.product())
    owed = api.ask("get-payoff", loan=early, on=LATER.isoformat())["amount"]
    api.do("prepay-loan", loan=early, on=LATER.isoformat(), amount=owed)
    api.do("follow-floating-rate", loan=accruing)
    for command in ("close-loan-product", "activate-loan-product"):
        api.do(command, product=product)
    variable = lender.submit(lender.product(variable_instalments=True))
    moved = {"kind": "due_date", "applies_from": "2015-03-01", "new_date": "2015-03-05"}
    api.do("vary-schedule", loan=variable, variations=[moved])


def over_delinquency(api: Native, lender: Lender) -> None:
    """How old debts are called, and pauses in which they do not age."""
    ranges = [
        api.do("create-delinquency-range", classification=unique("Range"), from_days=first, to_days=last)[
            "id"
        ]
        for first, last in ((1, 29), (30, 59))
    ]
    api.do("update-delinquency-range", delinquency_range=ranges[1], classification=unique("Range"))
    bucket = api.do("create-delinquency-bucket", name=unique("Bucket"), ranges=ranges)["id"]
    api.do("update-delinquency-bucket", bucket=bucket, name=unique("Bucket"))
    loan = lender.disbursed(lender.product(delinquency_bucket=bucket))
    api.do("take-delinquency-action", loan=loan, action="pause", starts_on=DAY, ends_on="2015-04-20")
    for query in ("list-delinquency-tags", "list-delinquency-actions"):
        api.ask(query, loan=loan)
    for query in ("list-delinquency-ranges", "list-delinquency-buckets"):
        api.ask(query)
    api.ask("get-delinquency-range", delinquency_range=ranges[0])
    api.ask("get-delinquency-bucket", bucket=bucket)
    spare = api.do("create-delinquency-range", classification=unique("Range"), from_days=90)["id"]
    other = api.do("create-delinquency-bucket", name=unique("Bucket"), ranges=[spare])["id"]
    api.do("delete-delinquency-bucket", bucket=other)
    api.do("delete-delinquency-range", delinquency_range=spare)


def over_floating_rates(api: Native) -> None:
    """Rates that products may follow."""
    coming = {"starts_on": "2015-06-01", "rate": "12"}
    rate = api.do("create-floating-rate", name=unique("Rate"), base=True, periods=[coming])["id"]
    api.do("add-rate-period", rate=rate, starts_on=DAY, value="10", notes="as published")
    api.do("update-floating-rate", rate=rate, periods=[{**coming, "rate": "13"}])
    api.ask("list-floating-rates")
    for query in ("get-floating-rate", "get-rate-progress"):
        api.ask(query, rate=rate)


def over_taxes(api: Native) -> None:
    """Taxes that charges contain."""
    tax = api.do("create-tax-component", name=unique("VAT"), percentage="16", starts_on="2015-01-01")["id"]
    api.do("update-tax-component", component=tax, percentage="18", starts_on="2015-03-01")
    taxes = [{"component": tax, "starts_on": "2015-01-01"}]
    group = api.do("create-tax-group", name=unique("Taxes"), taxes=taxes)["id"]
    api.do("update-tax-group", group=group, name=unique("Taxes"))
    api.ask("get-tax-component", component=tax)
    api.ask("get-tax-group", group=group)
    for query in ("list-tax-components", "list-tax-groups"):
        api.ask(query)


def over_provisioning(api: Native, lender: Lender) -> None:
    """What is set aside for loans that may not come back."""
    category = api.do("create-provisioning-category", name=unique("Watch"))["id"]
    api.do("update-provisioning-category", category=category, description="Late")
    rule = {
        "category": category,
        "from_days": 0,
        "percentage": "1",
        "liability_account": lender.accounts["overpayment_liability"],
        "expense_account": lender.accounts["write_off"],
    }
    products = [lender.product()]
    made = {"name": unique("Rules"), "products": products, "rules": [rule]}
    criteria = api.do("create-provisioning-criteria", **made)["id"]
    api.do("update-provisioning-criteria", criteria=criteria, name=unique("Rules"))
    provision = api.do("provide-for-loans", day="2015-03-31")["id"]
    for command in ("recompute-provision", "post-provision", "reverse-provision"):
        api.do(command, provision=provision)
    api.ask("get-provision", provision=provision)
    api.ask("list-provision-parts", provision=provision)
    api.ask("get-provisioning-category", category=category)
    api.ask("get-provisioning-criteria", criteria=criteria)
    for query in ("list-provisioning-categories", "list-provisioning-criteria", "list-provisions"):
        api.ask(query)
    api.do("delete-provisioning-criteria", criteria=criteria)
    api.do("delete-provisioning-category", category=category)


def over_parties(api: Native) -> None:
    """Parties taken up and revised as a whole, with picture."""
    client = api.do("enrol-client", first_name="Ada", last_name=unique("Obi"))["id"]
    api.do("revise-client", client=client, first_name="Ida")
    api.do("store-client-image", client=client, content=b64encode(PNG).decode())
    group = api.do("enrol-group", name=unique("Union"))["id"]
    api.do("revise-group", group=group, name=unique("Union"))


def over_books(api: Native, lender: Lender) -> None:
    """Opening balances and settings."""
    equity = CreateAccount(
        name=unique("Equity"), code=unique(), account_class=AccountClass.EQUITY, usage=Usage.DETAIL
    )
    cash, contra = lender.accounts["fund_source"], lender.do(equity).id
    office = api.do("create-office", name=unique("Branch"), opened_on="2010-01-01", parent=1)["id"]
    line = {"account": cash, "amount": "100"}
    opening = {
        "office": office,
        "value_date": "2013-01-01",
        "contra_account": contra,
        "debits": [line],
        "credits": [],
    }
    api.do("define-opening-balances", currency="USD", **opening)
    mapping = api.do("map-financial-activity", activity="asset_transfer", account=cash)["id"]
    api.do("change-activity-account", mapping=mapping, activity="cash_at_teller")
    api.ask("get-activity-account", mapping=mapping, with_options=True)
    for query in ("list-activity-accounts", "get-activity-options"):
        api.ask(query)
    api.do("unmap-financial-activity", mapping=mapping)
    api.do("add-payment-type", name=unique("Till"))
    api.do("change-settings", settings=[{"name": "maker-checker", "enabled": False}])
    api.do("set-business-date-mode", mode="managed")


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


def of_native(tenant: Tenant) -> Play:
    """The native API: the golden exchanges, and what they leave out."""
    caller = Caller.of(native(), tenant)
    world = World(Caller.of(collect.dialect(), tenant), tenant)

    def exchanges(caller: Caller) -> None:
        for case in CASES:
            ok(asked_natively(case, world, caller))
        lender = Lender(tenant, administrator_of(tenant))
        api = Native(caller)
        over_lending(api, lender)
        over_changed_loans(api, lender)
        over_delinquency(api, lender)
        over_floating_rates(api)
        over_taxes(api)
        over_provisioning(api, lender)
        over_parties(api)
        over_books(api, lender)
        over_supervision(api, lender)
        over_access(api)
        over_extension_data(api)

    users = add_users(tenant, caller)
    return Play(caller, exchanges, lambda _path, _place: [], users.second, users.powerless)
