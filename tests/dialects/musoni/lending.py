"""Exchanges about loans: the document's body where it shows one, the family's where it does not."""

from collections.abc import Callable
from typing import Any

from tests.dialects.caller import Reply
from tests.dialects.golden.case import unique
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


def new_product(world: World) -> Reply:
    """The document's product as far as its fields are here."""
    body = {
        **DAYS,
        "name": unique_name("Loan"),
        "shortName": unique()[:4],
        "currencyCode": "USD",
        "digitsAfterDecimal": 2,
        "inMultiplesOf": 0,
        "installmentAmountInMultiplesOf": 1,
        "principal": 1000.5,
        "numberOfRepayments": 12,
        "repaymentEvery": 1,
        "repaymentFrequencyType": 2,
        "interestRatePerPeriod": 10.5,
        "interestRateFrequencyType": 3,
        "interestType": 0,
        "amortizationType": 1,
        "interestCalculationPeriodType": 1,
        "daysInYearType": 1,
        "daysInMonthType": 1,
        "transactionProcessingStrategyId": 1,
        "includeInBorrowerCycle": False,
        "accountingRule": 1,
    }
    return world.caller.post("loanproducts", body)


LENDING = (
    Exchange("loanProducts.create", new_product),
    command("reject", applied, rejectedOnDate=FIRST),
    command("withdrawnByApplicant", applied, withdrawnOnDate=FIRST, note="A short note."),
    command("undoreject", rejected, note="Seen again"),
    command("undowithdraw", withdrawn),
    command("approve", applied, approvedOnDate=FIRST),
    command("undoapprove", approved),
    command("disburse", approved, actualDisbursementDate=FIRST),
    command("undodisbursal", disbursed),
    transaction("repayment", disbursed),
    transaction("waiveinterest", disbursed, "payment"),
    transaction("writeoff", disbursed, "payment", "transactionAmount"),
    transaction("undowriteoff", written_off, "payment", "transactionAmount"),
    transaction("recoverypayment", written_off),
    transaction("refundoverpayment", overpaid),
)
