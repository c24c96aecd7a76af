"""Rescheduling: a borrower asks to pay otherwise from an instalment on; the institution approves or rejects it."""
