"""Booking income that was earned but not yet paid."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, kw_only=True)
class AccrueLoan:
    """Book accruals of a loan with periodic accrual accounting up to the end of ``until``."""

    loan: int
    until: date
