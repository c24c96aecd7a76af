"""What happens to borrowers and their loans, once and in no dialect's words."""

from typing import Any

from tests.scenarios.story import Step, Story

START, TODAY = "2015-01-01", "2015-04-01"


def register(name: str) -> Step:
    return Step("register a client", made=name, given={"last_name": name.capitalize(), "on": "2013-01-01"})


def enrol(name: str) -> Step:
    """Somebody walks in today."""
    return Step("enrol a client", made=name, given={"last_name": name.capitalize(), "on": TODAY})


def gather(name: str, *members: str) -> Step:
    return Step("form a group", made=name, given={"members": members, "on": TODAY})


def define(accounting: str = "cash", *roles: str) -> Step:
    """10,000 over twelve months at 2 % a month, declining, in equal instalments."""
    return Step("define a product", made="product", given={"accounting": accounting, "roles": roles})


def charge(
    name: str, amount: str, time: str = "specified_due_date", basis: str = "flat", **more: Any
) -> Step:
    given = {"amount": amount, "time": time, "basis": basis, "penalty": False, **more}
    return Step("define a charge", made=name, given=given)


def apply(loan: str = "loan", client: str | None = "petra", on: str = START, **more: Any) -> Step:
    given = {"client": client, "group": None, "on": on, "amount": "10000", "charges": (), **more}
    return Step("apply for a loan", made=loan, given=given)


def apply_today(client: str = "petra") -> Step:
    given = {"client": client, "group": None, "on": TODAY, "amount": "10000", "charges": ()}
    return Step("apply today", made="loan", given=given)


def on_loan(word: str, day: str = START, loan: str = "loan", **given: Any) -> Step:
    return Step(word, (loan,), given={"on": day, **given})


def paying(word: str, day: str, amount: str, made: str = "", loan: str = "loan") -> Step:
    return Step(word, (loan,), made, {"on": day, "amount": amount})


def repay(day: str, amount: str, made: str = "", loan: str = "loan") -> Step:
    return paying("repay", day, amount, made, loan)


def paid_out(
    loan: str = "loan", client: str | None = "petra", on: str = START, **more: Any
) -> tuple[Step, ...]:
    return (
        apply(loan, client, on, **more),
        on_loan("approve", on, loan),
        on_loan("disburse", on, loan),
    )


CASH = (define(),)
PETRA = register("petra")

STORIES = (
    Story(
        "people walk in and form a group",
        (),
        (enrol("petra"), enrol("anna"), gather("union", "petra", "anna")),
    ),
    Story("a product is defined and lent", (), (define(), PETRA, *paid_out(), repay("2015-02-01", "945.60"))),
    Story(
        "a loan paid back as planned",
        CASH,
        (PETRA, *paid_out(), repay("2015-02-01", "945.60"), repay("2015-03-01", "945.60")),
    ),
    Story("an application that is rejected", CASH, (PETRA, apply(), on_loan("reject"))),
    Story(
        "a rejection thought over",
        CASH,
        (PETRA, apply(), on_loan("reject"), Step("undo the rejection", ("loan",)), on_loan("approve")),
    ),
    Story("an application that is withdrawn", CASH, (PETRA, apply(), on_loan("withdraw"))),
    Story(
        "an approval taken back and given again for less",
        CASH,
        (
            PETRA,
            apply(),
            on_loan("approve"),
            on_loan("undo the approval"),
            on_loan("approve for less", amount="8000"),
            on_loan("disburse"),
        ),
    ),
    Story(
        "a disbursement undone and made anew",
        CASH,
        (
            PETRA,
            *paid_out(),
            repay("2015-02-01", "945.60"),
            on_loan("undo the disbursement"),
            on_loan("disburse", "2015-01-15"),
        ),
    ),
    Story(
        "a payment that came earlier than the books knew",
        CASH,
        (
            PETRA,
            *paid_out(),
            repay("2015-02-01", "945.60"),
            repay("2015-03-20", "500"),
            repay("2015-02-15", "445.60", "late news"),
        ),
    ),
    Story(
        "a payment reversed",
        CASH,
        (
            PETRA,
            *paid_out(),
            repay("2015-02-01", "945.60"),
            repay("2015-03-01", "900", "wrong"),
            Step("reverse a transaction", ("loan", "wrong")),
            repay("2015-03-05", "945.60"),
        ),
    ),
    Story(
        "a payment corrected",
        CASH,
        (
            PETRA,
            *paid_out(),
            repay("2015-02-01", "900", "wrong"),
            Step("correct a transaction", ("loan", "wrong"), given={"on": "2015-02-03", "amount": "945.60"}),
        ),
    ),
    Story(
        "interest waived",
        CASH,
        (PETRA, *paid_out(), repay("2015-02-01", "945.60"), paying("waive interest", "2015-03-01", "100")),
    ),
    Story(
        "a fee asked for with the application",
        (*CASH, charge("stamp", "25", "disbursement"), charge("visit", "10")),
        (
            PETRA,
            *paid_out(charges=(("stamp", "25", None), ("visit", "10", "2015-02-10"))),
            repay("2015-02-01", "945.60"),
            repay("2015-03-01", "955.60"),
        ),
    ),
    Story(
        "a fee added, paid and another waived",
        (*CASH, charge("visit", "10"), charge("letter", "7.50", penalty=True)),
        (
            PETRA,
            *paid_out(),
            Step("add a charge", ("loan",), "fee", {"charge": "visit", "amount": "10", "on": "2015-02-10"}),
            Step(
                "add a charge", ("loan",), "fine", {"charge": "letter", "amount": "7.50", "on": "2015-02-20"}
            ),
            Step("pay a charge", ("loan", "fee"), given={"on": "2015-02-12", "amount": "10"}),
            Step("waive a charge", ("loan", "fine")),
            repay("2015-02-15", "945.60"),
        ),
    ),
    Story(
        "a loan written off, and part of it recovered",
        CASH,
        (
            PETRA,
            *paid_out(),
            repay("2015-02-01", "945.60"),
            on_loan("write off", "2015-03-15"),
            paying("recover", "2015-03-20", "1200"),
        ),
    ),
    Story(
        "a loan written off by mistake",
        CASH,
        (
            PETRA,
            *paid_out(),
            repay("2015-02-01", "945.60"),
            on_loan("write off", "2015-03-15"),
            Step("undo the write-off", ("loan",)),
            repay("2015-03-20", "945.60"),
        ),
    ),
    Story(
        "a loan overpaid and the rest refunded",
        CASH,
        (
            PETRA,
            *paid_out(),
            repay("2015-03-01", "12000"),
            paying("refund an overpayment", "2015-03-10", "100"),
        ),
    ),
    Story(
        "a loan of a group",
        CASH,
        (
            PETRA,
            register("anna"),
            gather("union", "petra", "anna"),
            *paid_out("loan", None, TODAY, group="union"),
            repay(TODAY, "945.60"),
        ),
    ),
    Story(
        "a loan of a member of a jointly liable group",
        CASH,
        (
            PETRA,
            register("anna"),
            gather("union", "petra", "anna"),
            *paid_out("loan", "anna", TODAY, group="union"),
            repay(TODAY, "945.60"),
        ),
    ),
    Story(
        "a loan on the books of periodic accrual",
        (define("accrual"),),
        (
            PETRA,
            *paid_out(),
            repay("2015-02-01", "945.60"),
            on_loan("write off", "2015-03-15"),
            paying("recover", "2015-03-20", "1200"),
        ),
    ),
    Story(
        "a loan on the books of upfront accrual",
        (define("accrual_upfront"),),
        (PETRA, *paid_out(), repay("2015-02-01", "945.60"), paying("waive interest", "2015-03-01", "50")),
    ),
    Story(
        "lent to somebody who walks in",
        CASH,
        (
            enrol("petra"),
            apply_today(),
            on_loan("approve", TODAY),
            on_loan("disburse", TODAY),
            repay(TODAY, "100"),
        ),
    ),
    Story(
        "an application of before is decided, paid out, repaid and written off",
        (*CASH, PETRA, apply()),
        (
            on_loan("approve"),
            on_loan("undo the approval"),
            on_loan("approve"),
            on_loan("disburse"),
            repay("2015-02-01", "945.60"),
            repay("2015-02-20", "100"),
            on_loan("write off", "2015-03-15"),
        ),
    ),
    Story(
        "an application of before is rejected", (*CASH, PETRA, apply()), (on_loan("reject", "2015-02-01"),)
    ),
    Story(
        "an application of before is withdrawn", (*CASH, PETRA, apply()), (on_loan("withdraw", "2015-02-01"),)
    ),
    Story(
        "goodwill, a charge-off and a chargeback",
        (define("cash", "goodwill_credit", "charge_off_expense"),),
        (
            PETRA,
            *paid_out(),
            repay("2015-02-01", "945.60", "paid"),
            paying("credit goodwill", "2015-02-10", "100"),
            Step("charge a payment back", ("loan", "paid"), given={"amount": "200"}),
            on_loan("charge off", TODAY),
        ),
    ),
)
