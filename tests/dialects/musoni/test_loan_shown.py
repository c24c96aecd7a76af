"""What comes with a loan when it is asked for, and what a loan yields."""

from datetime import date
from decimal import Decimal
from typing import Any

from amana.finance.calendars import Meeting
from amana.finance.charges import ChargeBasis, ChargeTime
from amana.finance.dates import PeriodUnit
from amana.loans.asked import AskedCharge
from amana.loans.assign_officer import AssignLoanOfficer
from amana.loans.charge_back import ChargePaymentBack
from amana.loans.keep_notes import AddLoanNote
from amana.parties.staff.create import CreateStaff
from tests.dialects.caller import Caller
from tests.dialects.golden.case import unique
from tests.loans.world import START, D, Lender

DAYS = {"locale": "en", "dateFormat": "yyyy-MM-dd"}


def shown(caller: Caller, loan: int, *associations: str, **query: int) -> dict[str, Any]:
    asked = "&".join([f"associations={','.join(associations)}", *(f"{k}={v}" for k, v in query.items())])
    reply = caller.get(f"loans/{loan}?{asked}")
    assert reply.status == 200, reply.text
    body: dict[str, Any] = reply.body
    return body


def officer(lender: Lender) -> int:
    return int(
        lender.do(
            CreateStaff(office=1, first_name="Ann", last_name=unique("Officer"), is_loan_officer=True)
        ).id
    )


def rates(body: dict[str, Any]) -> tuple[Decimal, Decimal]:
    return D(str(body["internalRateOfReturn"])), D(str(body["effectiveInterestRate"]))


def test_without_charges_a_loan_yields_its_rate_a_period(caller: Caller, lender: Lender) -> None:
    internal, effective = rates(shown(caller, lender.disbursed(lender.product())))
    assert abs(internal - 1) < D("0.001")
    assert D("12.5") < effective < D("12.8")


def test_a_fee_taken_at_disbursement_raises_what_it_yields(caller: Caller, lender: Lender) -> None:
    fee = lender.charge(time=ChargeTime.DISBURSEMENT, basis=ChargeBasis.PERCENT_OF_AMOUNT, amount=D(2))
    loan = lender.disbursed(lender.product(), charges=(AskedCharge(charge=fee),))
    internal, effective = rates(shown(caller, loan))
    assert D("1.3") < internal < D("1.4")
    assert D(16) < effective < D(18)


def test_an_application_yields_what_is_planned(caller: Caller, lender: Lender) -> None:
    internal, _ = rates(shown(caller, lender.submit(lender.product(interest_rate=D(0)))))
    assert internal == 0


def test_of_money_claimed_back_no_rate_is_told(caller: Caller, lender: Lender) -> None:
    loan = lender.disbursed(lender.product())
    paid = lender.repay(loan, "2015-02-01", "888.49")
    lender.do(ChargePaymentBack(loan=loan, transaction=paid, amount=D(100)))
    assert not {"internalRateOfReturn", "effectiveInterestRate"} & set(shown(caller, loan))


def test_notes_officers_and_the_payoff(caller: Caller, lender: Lender) -> None:
    first, second = officer(lender), officer(lender)
    loan = lender.disbursed(lender.product(), officer=first)
    lender.do(AddLoanNote(loan=loan, text="Seen at the shop"))
    lender.do(AssignLoanOfficer(loan=loan, officer=second, on=date(2015, 2, 1)))
    lender.do(AssignLoanOfficer(loan=loan, officer=None, on=date(2015, 3, 1)))
    body = shown(caller, loan, "notes", "loanHistoryOfficer", "prepayLoan")
    assert [one["note"] for one in body["notes"]] == ["Seen at the shop"]
    history = body["loanOfficerAssignmentHistory"]
    assert [(one["staffId"], one["startDate"], one["endDate"]) for one in history] == [
        (first, [2015, 1, 1], [2015, 2, 1]),
        (second, [2015, 2, 1], [2015, 3, 1]),
    ]
    payoff = body["prepayLoan"]
    day = "-".join(f"{part:02d}" for part in payoff["date"])
    paid = {**DAYS, "transactionDate": day, "transactionAmount": payoff["amount"]}
    assert caller.post(f"loans/{loan}/transactions?command=prepayLoan", paid).status == 200
    closed = shown(caller, loan, "prepayLoan")
    assert closed["status"]["closedObligationsMet"] is True
    assert "prepayLoan" not in closed


def test_only_the_last_transactions(caller: Caller, lender: Lender) -> None:
    loan = lender.disbursed(lender.product())
    for day in ("2015-02-01", "2015-03-01"):
        lender.repay(loan, day, "888.49")
    every = [one["id"] for one in shown(caller, loan, "transactions")["transactions"]]
    last = [one["id"] for one in shown(caller, loan, "transactions", transactionLimit=2)["transactions"]]
    assert (len(every), last) == (3, every[1:])
    assert shown(caller, loan, "transactions", transactionLimit=0)["transactions"] == []
    assert "transactions" not in shown(caller, loan, "notes", transactionLimit=2)


def test_the_meeting_at_which_it_is_repaid(caller: Caller, lender: Lender) -> None:
    weekly = Meeting(recurrence="FREQ=WEEKLY;INTERVAL=1;BYDAY=TH", starts_on=START)
    loan = lender.submit(lender.product(repay_unit=PeriodUnit.WEEKS), terms={"meeting": weekly})
    assert shown(caller, loan)["meeting"] == {
        "startDate": [2015, 1, 1],
        "recurrence": "FREQ=WEEKLY;INTERVAL=1;BYDAY=TH",
    }


def test_every_collection_at_once(caller: Caller, lender: Lender) -> None:
    body = shown(caller, lender.disbursed(lender.product()), "all")
    collections = ("repaymentSchedule", "transactions", "charges", "guarantors", "collateral", "notes")
    assert set(collections) <= set(body)
    assert "disbursementDetails" not in body
