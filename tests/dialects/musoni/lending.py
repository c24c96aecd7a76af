"""Exchanges about loans: the document's body where it shows one, the family's where it does not."""

from collections.abc import Callable
from itertools import count
from typing import Any

from amana.dialects.families.mifos.fields.loan_products import ACCOUNT_IDS
from amana.funds.create import CreateFund
from tests.dialects.caller import Reply
from tests.dialects.musoni.world import Exchange, World, samples
from tests.loans.products.products import unique as unique_name

DAYS = {"locale": "en", "dateFormat": "dd MMMM yyyy"}
FIRST, LATER = "01 January 2015", "02 February 2015"


def applied(world: World) -> int:
    return world.made("loans", world.new_loan())


def ordered(world: World, loan: int, command: str, **body: Any) -> None:
    """A command that has to succeed, by the administrator."""
    reply = world.admin.post(f"loans/{loan}?command={command}", {**DAYS, **body})
    assert reply.status == 200, reply.text.decode()


def rejected(world: World) -> int:
    loan = applied(world)
    ordered(world, loan, "reject", rejectedOnDate=FIRST)
    return loan


def withdrawn(world: World) -> int:
    loan = applied(world)
    ordered(world, loan, "withdrawnByApplicant", withdrawnOnDate=FIRST)
    return loan


def approved(world: World) -> int:
    loan = applied(world)
    ordered(world, loan, "approve", approvedOnDate=FIRST)
    return loan


def disbursed(world: World) -> int:
    loan = approved(world)
    ordered(world, loan, "disburse", actualDisbursementDate=FIRST)
    return loan


def paid(world: World, loan: int, command: str, **body: Any) -> None:
    """A transaction that has to succeed, by the administrator."""
    reply = world.admin.post(
        f"loans/{loan}/transactions?command={command}", {**DAYS, "transactionDate": LATER, **body}
    )
    assert reply.status == 200, reply.text.decode()


def overpaid(world: World) -> int:
    loan = disbursed(world)
    paid(world, loan, "repayment", transactionAmount=20000)
    return loan


def written_off(world: World) -> int:
    loan = disbursed(world)
    paid(world, loan, "writeoff")
    return loan


def command(name: str, state: Callable[[World], int], **body: Any) -> Exchange:
    """A command on a loan in the state it needs."""
    sent = {**DAYS, **body} if body else {}
    return Exchange(
        f"loans.command:{name}", lambda w: w.caller.post(f"loans/{state(w)}?command={name}", sent)
    )


def transaction(name: str, state: Callable[[World], int], *left_out: str) -> Exchange:
    """The document's transaction, dated later, on a loan in the state it needs."""

    def send(world: World) -> Reply:
        sample = samples()["loanTransactions.command"]["request_example"]
        of_no_payment = ("accountNumber", "checkNumber", "routingCode", "receiptNumber", "bankNumber")
        without = {"paymentTypeId", *left_out, *(of_no_payment if left_out else ())}
        body = {name: value for name, value in sample.items() if name not in without}
        target = f"loans/{state(world)}/transactions?command={name}"
        return world.caller.post(target, {**body, "transactionDate": LATER})

    return Exchange(f"loanTransactions.command:{name}", send)


NEEDS_MORE = (
    *("productGroupId", "loanIncomeTaxGroupId", "restrictSavingsProductId", "mandatorySavingsMethod"),
    "interestTaxOnLoanAccountId",
)
"""What the document's product names of taxes, savings and automatic disbursement, which are not there."""
OF_A_CHOICE = (
    *(
        "floatingRatesId",
        "interestRateDifferential",
        "minDifferentialLendingRate",
        "maxDifferentialLendingRate",
    ),
    *(
        "defaultDifferentialLendingRate",
        "isFloatingInterestRateCalculationAllowed",
        "minimumGap",
        "maximumGap",
    ),
    *("receivableInterestAccountId", "receivableFeeAccountId", "receivablePenaltyAccountId", "fundId"),
    "suspendedInterestIncomeAccountId",
)
"""What means nothing beside the document's other choices: a rate of its own, fixed instalments, cash accounting."""
_SHORT_NAMES = count(0xA000)
EXPENSES = ("interestWriteOffAccountId", "feeWriteOffAccountId", "penaltyWriteOffAccountId")


def product_body(world: World) -> dict[str, Any]:
    """The document's product, with accounts and limits that fit."""
    sample = samples()["loanProducts.create"]["request_example"]
    body = {name: value for name, value in sample.items() if name not in {*NEEDS_MORE, *OF_A_CHOICE}}
    accounts = world.lender.accounts
    named = {wire: accounts[ours] for wire, ours in ACCOUNT_IDS if wire in body and ours in accounts}
    return {
        **body,
        **named,
        **dict.fromkeys(EXPENSES, accounts["write_off"]),
        "transfersInSuspenseAccountId": accounts["fund_source"],
        "name": unique_name("Loan"),
        "shortName": f"{next(_SHORT_NAMES):04x}",
        "currencyCode": "USD",
        "digitsAfterDecimal": 2,
        "inMultiplesOf": 0,
        "minPrincipal": 100,
        "maxPrincipal": 10000,
        "numberOfRepayments": 12,
        "minNumberOfRepayments": 1,
        "maxNumberOfRepayments": 24,
    }


def new_product(world: World) -> Reply:
    return world.caller.post("loanproducts", product_body(world))


def closed_product(world: World) -> int:
    product = world.made("loanproducts", product_body(world))
    assert world.admin.post(f"loanproducts/{product}?command=close", {}).status == 200
    return product


def turned(command: str, product: Callable[[World], int]) -> Exchange:
    """A product closed or offered again."""
    target = "loanproducts/{}?command=" + command
    return Exchange(f"loanProducts.{command}", lambda w: w.caller.post(target.format(product(w)), {}))


def moved_to_another_fund(world: World) -> Reply:
    fund = world.lender.do(CreateFund(name=unique_name("Fund"))).id
    return world.caller.post(f"loans/{applied(world)}?command=updateFundSource", {"fundId": fund})


def prepaid(world: World) -> Reply:
    """What is owed, paid on a day before the end."""
    loan = disbursed(world)
    owed = world.admin.get(f"loans/{loan}").body["summary"]["totalOutstanding"]
    sample = samples()["loanTransactions.command"]["request_example"]
    body = {**sample, "transactionDate": LATER, "transactionAmount": owed}
    del body["paymentTypeId"]
    return world.caller.post(f"loans/{loan}/transactions?command=prepayLoan", body)


def found_by_state(world: World) -> Reply:
    applied(world)
    sample = samples()["loans.searchByState"]["request_example"]
    return world.caller.post("loans/states", {**sample, "officeId": 1, "loanOfficerId": world.officer})


def accrued(world: World) -> Reply:
    sample = samples()["accruals.run"]["request_example"]
    return world.caller.post(
        "runaccruals", {**sample, "tillDate": "01 February 2015", "loanId": disbursed(world)}
    )


LENDING = (
    Exchange("loans.searchByState", found_by_state),
    Exchange("accruals.run", accrued),
    Exchange("loanProducts.create", new_product),
    turned("activate", closed_product),
    turned("close", lambda w: w.made("loanproducts", product_body(w))),
    command("reject", applied, rejectedOnDate=FIRST),
    command("withdrawnByApplicant", applied, withdrawnOnDate=FIRST, note="A short note."),
    command("undoreject", rejected, note="Seen again"),
    command("undowithdraw", withdrawn),
    command("approve", applied, approvedOnDate=FIRST),
    command("undoapprove", approved),
    command("disburse", approved, actualDisbursementDate=FIRST),
    command("undodisbursal", disbursed),
    Exchange("loans.updateFundSource", moved_to_another_fund),
    Exchange("loanTransactions.command:prepayLoan", prepaid),
    transaction("repayment", disbursed),
    transaction("waiveinterest", disbursed, "payment"),
    transaction("writeoff", disbursed, "payment", "transactionAmount"),
    transaction("undowriteoff", written_off, "payment", "transactionAmount"),
    transaction("recoverypayment", written_off),
    transaction("refundoverpayment", overpaid),
)
