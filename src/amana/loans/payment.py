"""How money changed hands."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PaymentDetail:
    """Type of payment (a code value) and the references on its paper."""

    type: int | None = None
    account_number: str | None = None
    cheque_number: str | None = None
    routing_code: str | None = None
    receipt_number: str | None = None
    bank_number: str | None = None
