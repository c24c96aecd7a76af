"""Loans of products that pay out with the application."""

from datetime import date

from amana.kernel.context import Work
from amana.loans import approve, disburse
from amana.loans.notes import Notes
from amana.loans.payment import PaymentDetail
from amana.loans.store import LoanStore


def pay_out_at_once(
    work: Work, loans: LoanStore, notes: Notes, loan: int, on: date, paid_out: date, payment: PaymentDetail
) -> None:
    """Approve as applied for on that day, and pay out on the day that is expected; needs the rights of both verbs."""
    work.require("APPROVE_LOAN")
    work.require("DISBURSE_LOAN")
    approve.handle(approve.ApproveLoan(loan=loan, on=on), work, loans, notes)
    disburse.handle(disburse.DisburseLoan(loan=loan, on=paid_out, payment=payment), work, loans, notes)
