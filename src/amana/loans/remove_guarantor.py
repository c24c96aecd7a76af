"""A guarantor steps back."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class RemoveGuarantor:
    """Remove a guarantor, before the loan is approved."""

    loan: int
    guarantor: int
