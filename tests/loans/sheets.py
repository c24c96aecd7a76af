"""Play the institutions' test sheets through events and derivation, journals included."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

from amana.finance.account import Account
from amana.finance.dates import PeriodUnit
from amana.finance.dues import Allocation, OpenInstalment
from amana.finance.generate import generate_schedule
from amana.finance.movements import MovementKind
from amana.finance.terms import Tranche
from amana.loans.accrue import schedule_of
from amana.loans.contract import LoanCharge, LoanContract
from amana.loans.disburse import at_disbursement
from amana.loans.events import (
    UNDECIDED,
    Approved,
    ChargePaid,
    ChargeWaived,
    Disbursed,
    Foreclosed,
    InterestWaived,
    Recorded,
    Repaid,
    Submitted,
    WrittenOff,
)
from amana.loans.kinds import Accounting
from amana.loans.model import derive
from amana.loans.postings import lines_of
from amana.loans.upfront import accrued_upfront
from tests.unit.finance.e2e_cases import BUSINESS_DATE, day
from tests.unit.finance.sheet_replay import Differs, NotExpressible, Sheet

D = Decimal
ACCOUNTING = {
    "none": Accounting.NONE,
    "cash": Accounting.CASH,
    "accrual_periodic": Accounting.ACCRUAL_PERIODIC,
    "accrual_upfront": Accounting.ACCRUAL_UPFRONT,
}
ROLES = {
    "fund_source": "fund_source",
    "loan_portfolio": "loan_portfolio",
    "interest_on_loan": "interest_income",
    "income_from_fee": "fee_income",
    "income_from_penalty": "penalty_income",
    "income_from_recovery": "recovery_income",
    "write_off": "losses_written_off",
    "overpayment_liability": "overpayment_liability",
    "receivable_interest": "interest_receivable",
    "receivable_fee": "fees_receivable",
    "receivable_penalty": "penalties_receivable",
}
OF = {
    "disbursement": "disbursement",
    "repayment": "repayment",
    "repayment_at_disbursement": "repayment_at_disbursement",
    "accrual": "accrual",
    "pay_charge": "charge_payment",
}
EVERYTHING = D(10) ** 12


class ByName:
    """Accounts numbered as they are met, so that journals can be compared by name."""

    def __init__(self, gl):
        self.gl = gl
        self.names = []

    def account(self, role, *, payment_type=None, charge=None, reasons=()):
        name = self.gl[ROLES[role]]["name"]
        if name not in self.names:
            self.names.append(name)
        return self.names.index(name)


class LoanSheet(Sheet):
    """The one loan of a sheet as a list of events."""

    def contract(self):
        facts = self.facts()
        terms = facts.terms
        if terms.multi_disburse:
            paid = tuple(Tranche(on, amount) for on, amount in facts.disbursed)
            terms = replace(terms, tranches=(*paid, *(facts.pending or ())))
        return LoanContract(
            terms=terms,
            strategy=self.strategy,
            term_length=terms.number_of_repayments * terms.repay_every,
            term_unit=terms.repay_unit,
            accounting=ACCOUNTING[self.case["product"].get("accounting", "none")],
            charges=tuple(self.charge(one) for one in self.charges),
        )

    @staticmethod
    def charge(one):
        return LoanCharge(
            id=one.key,
            charge=one.key,
            name=str(one.key),
            time=one.time,
            basis=one.basis,
            amount=one.amount,
            penalty=one.penalty,
            due_on=one.due_on,
            instalment_due_on=one.instalment_due_on,
        )

    def events(self):
        contract = self.contract()
        found = []

        def add(body, on, key=None):
            event = Recorded(
                id=1000 + len(found) if key is None else key,
                seq=len(found) + 1,
                value_date=on,
                business_date=BUSINESS_DATE,
                booked_at=datetime(2015, 4, 1, tzinfo=UTC),
                command_id=1,
                user_id=1,
                body=body,
            )
            found.append(event)

        start = contract.terms.expected_disbursement_on
        add(Submitted(contract=contract), start)
        add(Approved(principal=contract.terms.principal, expected_disbursement_on=start), start)
        for on, amount in self.disbursed:
            add(Disbursed(amount=amount), on)
        if self.disbursed:
            after = derive(found, BUSINESS_DATE)
            for body in at_disbursement(after, None):
                add(body, self.disbursed[0][0])
        for one in self.movements:
            ends = one.on == self.foreclosed_on and one is self.movements[-1]
            body = Foreclosed(amount=one.amount, decided=UNDECIDED) if ends else self.body(one)
            add(body, one.on, one.key)
        if self.disbursed and contract.accounting is Accounting.ACCRUAL_UPFRONT:
            for body in accrued_upfront(derive(found, BUSINESS_DATE)):
                add(body, self.disbursed[0][0])
        return found

    @staticmethod
    def body(one):
        if one.kind is MovementKind.REPAYMENT:
            return Repaid(amount=one.amount, decided=UNDECIDED)
        if one.kind is MovementKind.INTEREST_WAIVER:
            return InterestWaived(amount=one.amount, decided=UNDECIDED)
        if one.kind is MovementKind.WRITE_OFF:
            return WrittenOff(amount=one.amount, decided=UNDECIDED)
        kinds = {MovementKind.CHARGE_WAIVER: ChargeWaived, MovementKind.CHARGE_PAYMENT: ChargePaid}
        return kinds[one.kind](
            charge=one.charge,
            instalment=one.instalment,
            amount=min(one.amount, EVERYTHING),
            decided=UNDECIDED,
        )

    def state(self):
        return derive(self.events(), BUSINESS_DATE, foreclosed_on=self.foreclosed_on)

    def account(self):
        """The derived loan in the shape the comparisons of the sheets are written for."""
        state = self.state()
        keys = {one.key for one in self.movements}
        schedule = schedule_of(state)
        upfront = D(0)
        for one in state.charges:
            upfront += sum((part.amount for part in one.parts if part.instalment == 0), D(0))
        planned = generate_schedule(state.contract.terms, state.disbursements).disbursements
        paid_out = list(planned) if planned else list(schedule.disbursements)
        if paid_out:
            paid_out[0] = replace(paid_out[0], fees=upfront)
        return Account(
            replace(schedule, disbursements=tuple(paid_out)),
            tuple(
                OpenInstalment(r.number, r.from_date, r.due_date, r.due, r.paid, r.waived, r.written_off)
                for r in state.instalments
            ),
            {
                one.id: Allocation(one.decided.portions, one.decided.overpayment)
                for one in state.transactions
                if one.id in keys
            },
            {row.number: row.completed_on for row in state.instalments if row.completed_on},
        )

    def expect_journal(self, step):
        """The entries of one transaction of the kind and day, by account name."""
        accounts = ByName(self.case["product"]["gl"])
        state = self.state()
        charges = {one.id: one for one in state.contract.charges}
        found = []
        for one in state.transactions:
            if str(one.kind) != OF[step["of"]] or ("on" in step and day(step["on"]) != one.on):
                continue
            lines = lines_of(one, state.contract.accounting, charges, accounts, office=1, currency="USD")
            found.append(
                sorted((accounts.names[line.account], str(line.side), line.amount) for line in lines)
            )
        wanted = sorted(
            (entry["account"], side, D(entry[side]))
            for entry in step["entries"]
            for side in ("debit", "credit")
            if side in entry
        )
        if step["of"] == "accrual" and state.contract.accounting is Accounting.ACCRUAL_PERIODIC:
            return  # the job that books them is not part of the pure loan
        if wanted not in found:
            raise Differs(f"journal of {step['of']} {step.get('on')}: want {wanted}, got {found}")


__all__ = ["Differs", "LoanSheet", "NotExpressible", "PeriodUnit", "date"]
