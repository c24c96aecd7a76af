"""How Mifos X and its relatives tell the steps: the same bodies, each dialect's own rows."""

from itertools import count
from typing import Any

from amana.dialects.fineract.dialect import fineract
from amana.dialects.mifos.dialect import mifos
from amana.dialects.musoni.dialect import musoni
from tests.scenarios.books import TERMS, accounts_of, unique
from tests.scenarios.story import Body, Names, Step, Tongue

DAYS = {"locale": "en", "dateFormat": "yyyy-MM-dd"}
RULES = {"none": 1, "cash": 2, "accrual": 3, "accrual_upfront": 4}
CHARGE_TIMES = {"disbursement": 1, "specified_due_date": 2}
LENGTHS: dict[str, Any] = {
    "numberOfRepayments": TERMS["repayments"],
    "repaymentEvery": 1,
    "repaymentFrequencyType": 2,
    "interestRatePerPeriod": TERMS["rate"],
    "amortizationType": 1,
    "interestType": 0,
    "interestCalculationPeriodType": 1,
    "transactionProcessingStrategyId": 1,
}

_SHORT_NAMES = count(0xB000)


def dated(wire: str, **more: str) -> Body:
    """A day under its name on the wire, and what else the step may say."""

    def body(step: Step, _names: Names) -> dict[str, Any]:
        said = {name: step.get(ours) for name, ours in more.items() if step.get(ours) is not None}
        return {wire: step["on"], **said, **DAYS}

    return body


def account_field(role: str) -> str:
    first, *rest = role.split("_")
    return "".join((first, *(part.capitalize() for part in rest))) + "AccountId"


def client(step: Step, _names: Names) -> dict[str, Any]:
    named = {
        "firstname": "Petra",
        "lastname": step["last_name"],
        "active": True,
        "activationDate": step["on"],
    }
    return {"officeId": 1, **named, **DAYS}


def group(step: Step, names: Names) -> dict[str, Any]:
    members = [names[member] for member in step["members"]]
    named = {"name": unique("Union"), "active": True, "activationDate": step["on"]}
    return {"officeId": 1, **named, "clientMembers": members, **DAYS}


def product(step: Step, names: Names) -> dict[str, Any]:
    accounts = {account_field(role): names[role] for role in accounts_of(step)}
    own = {
        "name": unique("Loan"),
        "currencyCode": "USD",
        "digitsAfterDecimal": 2,
        "inMultiplesOf": 0,
        "principal": TERMS["principal"],
        "interestRateFrequencyType": 2,
        "accountingRule": RULES[step["accounting"]],
        "shortName": f"{next(_SHORT_NAMES):04x}",
        "daysInYearType": 1,
        "daysInMonthType": 1,
        "installmentAmountInMultiplesOf": 0,
    }
    return {**LENGTHS, **own, **accounts, **DAYS}


def application(step: Step, names: Names) -> dict[str, Any]:
    kind = "jlg" if step["client"] and step["group"] else "group" if step["group"] else "individual"
    parties = {"clientId": step["client"], "groupId": step["group"]}
    asked = {
        **LENGTHS,
        "productId": names["product"],
        "loanType": kind,
        **{wire: names[name] for wire, name in parties.items() if name},
        "principal": step["amount"],
        "loanTermFrequency": TERMS["repayments"],
        "loanTermFrequencyType": 2,
        "submittedOnDate": step["on"],
        "expectedDisbursementDate": step["on"],
    }
    charges = [
        {"chargeId": names[name], "amount": amount, **({"dueDate": due} if due else {})}
        for name, amount, due in step["charges"]
    ]
    return {**asked, **({"charges": charges} if charges else {}), **DAYS}


def charge(step: Step, _names: Names) -> dict[str, Any]:
    return {
        "name": unique("Charge"),
        "chargeAppliesTo": 1,
        "chargeTimeType": CHARGE_TIMES[step["time"]],
        "chargeCalculationType": 1,
        "currencyCode": "USD",
        "amount": step["amount"],
        "penalty": step["penalty"],
        "active": True,
        **DAYS,
    }


def added_charge(step: Step, names: Names) -> dict[str, Any]:
    return {"chargeId": names[step["charge"]], "amount": step["amount"], "dueDate": step["on"], **DAYS}


def nothing(_step: Step, _names: Names) -> dict[str, Any]:
    return {}


MONEY = dated("transactionDate", transactionAmount="amount")
BODIES: dict[str, Body] = {
    "register a client": client,
    "enrol a client": client,
    "form a group": group,
    "define a product": product,
    "define a charge": charge,
    "apply for a loan": application,
    "apply today": application,
    "approve": dated("approvedOnDate"),
    "approve for less": dated("approvedOnDate", approvedLoanAmount="amount"),
    "undo the approval": nothing,
    "reject": dated("rejectedOnDate"),
    "withdraw": dated("withdrawnOnDate"),
    "disburse": dated("actualDisbursementDate"),
    "undo the disbursement": nothing,
    "repay": MONEY,
    "reverse a transaction": nothing,
    "correct a transaction": MONEY,
    "waive interest": MONEY,
    "write off": dated("transactionDate"),
    "undo the rejection": nothing,
    "undo the write-off": nothing,
    "recover": MONEY,
    "refund an overpayment": MONEY,
    "add a charge": added_charge,
    "pay a charge": dated("transactionDate", amount="amount"),
    "waive a charge": nothing,
    "credit goodwill": MONEY,
    "charge a payment back": lambda step, _: {"transactionAmount": step["amount"], "locale": "en"},
    "charge off": dated("transactionDate"),
}

MIFOS_ROWS = {
    "register a client": "clients_create",
    "enrol a client": "clients_create",
    "form a group": "groups_create",
    "define a product": "loanproducts_create",
    "define a charge": "charges_create",
    "apply for a loan": "loans_create",
    "apply today": "loans_create",
    "approve": "loans_approve",
    "approve for less": "loans_approve",
    "undo the approval": "loans_approve_undo",
    "reject": "loans_reject",
    "withdraw": "loans_withdraw",
    "disburse": "loans_disburse",
    "undo the disbursement": "loans_disburse_undo",
    "repay": "loans_transaction_repayment",
    "reverse a transaction": "loans_transaction_undo",
    "correct a transaction": "loans_transaction_adjust",
    "waive interest": "loans_transaction_waiveinterest",
    "write off": "loans_transaction_write-off_loan",
    "undo the write-off": "loans_transaction_undo_writeoff",
    "recover": "loans_transaction_recovery",
    "refund an overpayment": "loans_transaction_credit_balance_refund",
    "add a charge": "loans_charges_create",
    "pay a charge": "loans_charges_pay",
    "waive a charge": "loans_charges_waive",
}


def heir(of: str) -> str:
    """The row of today's Fineract at the route of a row of Mifos X."""
    shape = next(row.route.shape for row in mifos().declared if row.id == of)
    return next(row.id for row in fineract().declared if row.route.shape == shape)


FINERACT_ROWS = {
    **{word: heir(row) for word, row in MIFOS_ROWS.items()},
    "credit goodwill": "loans_transaction_goodwillCredit",
    "charge a payment back": "loans_transaction_chargeback",
    "charge off": "loans_transaction_charge_off",
}
MUSONI_ROWS = {
    "register a client": "clients.create",
    "enrol a client": "clients.create",
    "form a group": "groups.create",
    "define a product": "loanProducts.create",
    "apply for a loan": "loans.create",
    "apply today": "loans.create",
    "approve": "loans.command:approve",
    "approve for less": "loans.command:approve",
    "undo the approval": "loans.command:undoapprove",
    "reject": "loans.command:reject",
    "undo the rejection": "loans.command:undoreject",
    "withdraw": "loans.command:withdrawnByApplicant",
    "disburse": "loans.command:disburse",
    "undo the disbursement": "loans.command:undodisbursal",
    "repay": "loanTransactions.command:repayment",
    "waive interest": "loanTransactions.command:waiveinterest",
    "write off": "loanTransactions.command:writeoff",
    "undo the write-off": "loanTransactions.command:undowriteoff",
    "recover": "loanTransactions.command:recoverypayment",
    "refund an overpayment": "loanTransactions.command:refundoverpayment",
}


def ways(rows: dict[str, str]) -> dict[str, tuple[str, Body]]:
    return {word: (row, BODIES[word]) for word, row in rows.items()}


MIFOS = Tongue(mifos, ways(MIFOS_ROWS))
FINERACT = Tongue(fineract, ways(FINERACT_ROWS))
MUSONI = Tongue(musoni, ways(MUSONI_ROWS))
