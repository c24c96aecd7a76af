"""The position of a loan: one row of sums and dates, enough to decide a current-dated posting."""

from dataclasses import dataclass, fields
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from amana.finance.components import Component
from amana.loans.kinds import LoanStatus, Standing
from amana.loans.state import LoanState, Step, Totals


@dataclass(frozen=True, slots=True, kw_only=True)
class LoanPosition:
    """The columns of ``loan_position``; ``charged`` principal is what was disbursed."""

    loan_id: int
    version: int
    last_seq: int
    derived_on: date
    changed_at: datetime
    status: LoanStatus
    currency: str
    submitted_on: date
    submitted_by: int
    approved_on: date | None
    approved_by: int | None
    rejected_on: date | None
    rejected_by: int | None
    withdrawn_on: date | None
    withdrawn_by: int | None
    disbursed_on: date | None
    disbursed_by: int | None
    closed_on: date | None
    closed_by: int | None
    written_off_on: date | None
    written_off_by: int | None
    charged_off_on: date | None
    charged_off_by: int | None
    expected_disbursement_on: date
    expected_maturity_on: date | None
    last_money_on: date | None
    accrued_until: date | None
    proposed_principal: Decimal
    approved_principal: Decimal | None
    principal_charged: Decimal
    principal_paid: Decimal
    principal_waived: Decimal
    principal_written_off: Decimal
    interest_charged: Decimal
    interest_paid: Decimal
    interest_waived: Decimal
    interest_written_off: Decimal
    fees_charged: Decimal
    fees_paid: Decimal
    fees_waived: Decimal
    fees_written_off: Decimal
    penalties_charged: Decimal
    penalties_paid: Decimal
    penalties_waived: Decimal
    penalties_written_off: Decimal
    fees_at_disbursement: Decimal
    fees_at_disbursement_paid: Decimal
    overpaid: Decimal
    recovered: Decimal
    charged_back: Decimal
    fraud: bool
    charge_off_reason_id: int | None

    def totals(self, component: Component) -> Totals:
        """The sums of one component."""
        return Totals(*(getattr(self, f"{component}_{name}") for name in _SUMS))

    @property
    def standing(self) -> Standing:
        """As what a transaction of today is booked."""
        if self.charged_off_on is None:
            return Standing.REGULAR
        return Standing.CHARGED_OFF_FRAUD if self.fraud else Standing.CHARGED_OFF

    @property
    def principal_outstanding(self) -> Decimal:
        """Principal still owed."""
        return self.totals(Component.PRINCIPAL).outstanding

    def row(self) -> dict[str, Any]:
        """The columns by name."""
        return {name: getattr(self, name) for name in NAMES}


_SUMS = ("charged", "paid", "waived", "written_off")
NAMES = tuple(one.name for one in fields(LoanPosition))
_STEPS = ("approved", "rejected", "withdrawn", "disbursed", "closed", "written_off", "charged_off")


def position_of(state: LoanState, loan_id: int, version: int, changed_at: datetime) -> LoanPosition:
    """The position that a derived loan has."""
    life = state.life
    steps: dict[str, Any] = {"submitted_on": life.submitted.on, "submitted_by": life.submitted.by}
    for name in _STEPS:
        step: Step | None = getattr(life, name)
        steps[f"{name}_on"] = step.on if step else None
        steps[f"{name}_by"] = step.by if step else None
    sums = {
        f"{component}_{name}": getattr(getattr(state, component), name)
        for component in Component
        for name in _SUMS
    }
    return LoanPosition(
        loan_id=loan_id,
        version=version,
        last_seq=state.last_seq,
        derived_on=state.derived_on,
        changed_at=changed_at,
        status=state.status,
        currency=state.contract.currency.code,
        expected_disbursement_on=state.contract.terms.expected_disbursement_on,
        expected_maturity_on=state.matures_on,
        last_money_on=state.last_money_on,
        accrued_until=state.accrued_until,
        proposed_principal=state.proposed_principal,
        approved_principal=state.approved_principal,
        fees_at_disbursement=state.fees_at_disbursement,
        fees_at_disbursement_paid=state.fees_at_disbursement_paid,
        overpaid=state.overpaid,
        recovered=state.recovered,
        charged_back=state.charged_back,
        fraud=state.fraud,
        charge_off_reason_id=state.charge_off_reason,
        **steps,
        **sums,
    )
