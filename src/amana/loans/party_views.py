"""What is shown of the loans of a client or group."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from amana.finance.money import Currency
from amana.loans.kinds import LoanStatus, LoanType


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountRef:
    """A loan in short form, for the list of a client's or group's accounts."""

    id: int
    key: UUID
    account_no: str
    external_id: str | None
    product_id: int
    product_name: str
    status: LoanStatus
    loan_type: LoanType
    loan_cycle: int | None
    client: int | None
    group: int | None
    currency: Currency
    in_arrears: bool
    outstanding: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class PartyLoans:
    """The loans of a client, or of a group itself and of its members."""

    loans: Sequence[AccountRef]
    member_loans: Sequence[AccountRef] = ()
