"""How the native API tells the steps."""

from typing import Any

from amana.dialects.native.dialect import native
from tests.scenarios.books import TERMS, accounts_of, unique
from tests.scenarios.story import Body, Names, Step, Tongue


def client(step: Step, _names: Names) -> dict[str, Any]:
    named = {"first_name": "Petra", "last_name": step["last_name"]}
    return {"office": 1, **named, "active": True, "activated_on": step["on"]}


def group(step: Step, names: Names) -> dict[str, Any]:
    members = [names[member] for member in step["members"]]
    return {
        "office": 1,
        "name": unique("Union"),
        "active": True,
        "activated_on": step["on"],
        "clients": members,
    }


def product(step: Step, names: Names) -> dict[str, Any]:
    accounts = {role: names[role] for role in accounts_of(step)}
    return {
        "name": unique("Loan"),
        "currency_code": "USD",
        "digits": 2,
        "principal": TERMS["principal"],
        "number_of_repayments": TERMS["repayments"],
        "repay_every": 1,
        "repay_unit": "months",
        "interest_rate": TERMS["rate"],
        "interest_rate_unit": "month",
        "interest_method": "declining",
        "amortisation": "equal_instalments",
        "interest_period": "same_as_repayment",
        "strategy": "mifos_standard",
        "accounting": step["accounting"],
        **({"accounts": accounts} if accounts else {}),
    }


def charge(step: Step, _names: Names) -> dict[str, Any]:
    wanted = {name: step[name] for name in ("amount", "time", "basis", "penalty")}
    return {"name": unique("Charge"), "applies_to": "loan", "currency": "USD", "active": True, **wanted}


def application(step: Step, names: Names) -> dict[str, Any]:
    kind = (
        "joint_liability" if step["client"] and step["group"] else "group" if step["group"] else "individual"
    )
    parties = {name: names[step[name]] for name in ("client", "group") if step[name]}
    charges = [
        {"charge": names[name], "amount": amount, **({"due_on": due} if due else {})}
        for name, amount, due in step["charges"]
    ]
    return {
        "product": names["product"],
        "loan_type": kind,
        **parties,
        "submitted_on": step["on"],
        "terms": {"principal": step["amount"], "expected_disbursement_on": step["on"]},
        **({"charges": charges} if charges else {}),
    }


def about(*fields: str, **renamed: str) -> Body:
    """The records a step is about, and what it says of these fields."""

    def body(step: Step, names: Names) -> dict[str, Any]:
        records = dict(zip(RECORDS[step.word], (names[record] for record in step.of), strict=True))
        said = {renamed.get(name, name): step.get(name) for name in fields if step.get(name) is not None}
        return {**records, **said}

    return body


LOAN, CHARGE, TRANSACTION = ("loan",), ("loan", "loan_charge"), ("loan", "transaction")
ABOUT_LOANS: dict[str, tuple[str, tuple[str, ...], Body]] = {
    "approve": ("approve-loan", LOAN, about("on")),
    "approve for less": ("approve-loan", LOAN, about("on", "amount", amount="principal")),
    "undo the approval": ("undo-loan-approval", LOAN, about()),
    "reject": ("reject-loan", LOAN, about("on")),
    "withdraw": ("withdraw-loan", LOAN, about("on")),
    "disburse": ("disburse-loan", LOAN, about("on")),
    "undo the disbursement": ("undo-disbursal", LOAN, about()),
    "repay": ("repay-loan", LOAN, about("on", "amount")),
    "reverse a transaction": ("undo-transaction", TRANSACTION, about()),
    "correct a transaction": ("adjust-transaction", TRANSACTION, about("on", "amount")),
    "waive interest": ("waive-interest", LOAN, about("on", "amount")),
    "write off": ("write-off-loan", LOAN, about("on")),
    "undo the rejection": ("undo-loan-rejection", LOAN, about()),
    "undo the write-off": ("undo-write-off", LOAN, about()),
    "recover": ("recover-loan", LOAN, about("on", "amount")),
    "refund an overpayment": ("refund-overpayment", LOAN, about("on", "amount")),
    "pay a charge": ("pay-loan-charge", CHARGE, about("on", "amount")),
    "waive a charge": ("waive-loan-charge", CHARGE, about()),
    "credit goodwill": ("credit-goodwill", LOAN, about("on", "amount")),
    "charge a payment back": ("charge-payment-back", TRANSACTION, about("amount")),
    "charge off": ("charge-loan-off", LOAN, about("on")),
}
RECORDS = {word: records for word, (_, records, _) in ABOUT_LOANS.items()}


def added_charge(step: Step, names: Names) -> dict[str, Any]:
    asked = {"charge": names[step["charge"]], "amount": step["amount"], "due_on": step["on"]}
    return {"loan": names[step.of[0]], **asked}


NATIVE = Tongue(
    native,
    {
        "register a client": ("create-client", client),
        "enrol a client": ("create-client", client),
        "form a group": ("create-group", group),
        "define a product": ("create-loan-product", product),
        "define a charge": ("create-charge", charge),
        "apply for a loan": ("submit-loan", application),
        "apply today": ("submit-loan", application),
        "add a charge": ("add-loan-charge", added_charge),
        **{word: (command, body) for word, (command, _, body) in ABOUT_LOANS.items()},
    },
    in_path=False,
    made=lambda _tenant, _step, answer: int(answer["id"]),
)
