"""What the institutions' test sheets list, compared with a derived loan."""

from decimal import Decimal

from tests.unit.loans.sheet_cases import BUSINESS_DATE, day

from amana.finance.components import Component
from amana.finance.generate import generate_schedule
from amana.loans.kinds import Accounting, TransactionKind
from amana.loans.postings import lines_of

D = Decimal
COMPONENTS = tuple(str(one) for one in Component)
ROLES = {
    "transfers_in_suspense": "transfers_in_suspense",
    "asset_transfer": "transfers_in_suspense",  # the sheets map no financial activity
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
JOURNAL_OF = {
    "disbursement": "disbursement",
    "repayment": "repayment",
    "repayment_at_disbursement": "repayment_at_disbursement",
    "accrual": "accrual",
    "pay_charge": "charge_payment",
}
WORDS = {
    TransactionKind.DISBURSEMENT: "disbursement",
    TransactionKind.REPAYMENT: "repayment",
    TransactionKind.REPAYMENT_AT_DISBURSEMENT: "repayment (at time of disbursement)",
    TransactionKind.CHARGE_PAYMENT: "repayment",
    TransactionKind.INTEREST_WAIVER: "waive interest",
    TransactionKind.CHARGE_WAIVER: "waive loan charges",
    TransactionKind.WRITE_OFF: "close (as written-off)",
    TransactionKind.ACCRUAL: "accrual",
}


class Differs(Exception):
    """A figure that is not as the sheet says."""


def same(what, want, got):
    if D(want) != D(got):
        raise Differs(f"{what}: want {want}, got {got}")


def fees_at_disbursement(state):
    return sum((part.amount for one in state.charges for part in one.parts if part.instalment == 0), D(0))


def paid_out(state):
    """Disbursements made and expected: day, amount, fees taken (all of them with the first)."""
    planned = generate_schedule(state.contract.terms, state.disbursements).disbursements
    fees = fees_at_disbursement(state)
    return [(one.on, one.amount, fees if index == 0 else D(0)) for index, one in enumerate(planned)]


def compare_schedule(state, step):
    rows = [row for row in step["rows"] if "on" in row]
    if len(rows) != len(state.instalments) and not step.get("partial"):
        raise Differs(f"{len(rows)} rows wanted, got {len(state.instalments)}")
    wanted = [row for row in step["rows"] if "disbursed_on" in row]
    got = paid_out(state)
    if len(wanted) > len(got):
        raise Differs(f"{len(wanted)} disbursements wanted, got {len(got)}")
    for want, (on, amount, fees) in zip(wanted, got, strict=False):
        if day(want["disbursed_on"]) != on:
            raise Differs(f"disbursed on {on}")
        same("disbursed", want["amount"], amount)
        same("fees at disbursement", want.get("fees", 0), fees)
    for want, row in zip(rows, state.instalments, strict=False):
        compare_row(want, row)


def compare_row(want, row):
    name = f"row {want['n']}"
    if day(want["on"]) != row.due_date:
        raise Differs(f"{name}: due {want['on']}, got {row.due_date}")
    figures = {
        "principal": row.due.principal,
        "interest": row.due.interest,
        "fees": row.due.fees,
        "penalties": row.due.penalties,
        "balance": row.balance,
        "due": row.due.total,
        "paid": row.paid.total,
        "in_advance": row.in_advance,
        "late": row.late,
        "outstanding": row.outstanding.total,
        "waived": row.waived.total,
    }
    for key, value in figures.items():
        if key in want:
            same(f"{name} {key}", want[key], value)
    days = (row.due_date - row.from_date).days
    if "days" in want and int(want["days"]) != days:
        raise Differs(f"{name} days: want {want['days']}, got {days}")
    if "paid_on" in want and day(want["paid_on"]) != row.completed_on:
        raise Differs(f"{name} paid on {want['paid_on']}, got {row.completed_on}")


def compare_summary(state, step):
    at_disbursement = fees_at_disbursement(state)
    for component in Component:
        want = step.get(component)
        if not want:
            continue
        rows = state.instalments if state.is_disbursed else ()
        extra = at_disbursement if component is Component.FEES else D(0)
        late = [row for row in rows if row.due_date < BUSINESS_DATE]
        figures = {
            "original": sum((row.due.of(component) for row in rows), D(0)) + extra,
            "paid": sum((row.paid.of(component) for row in rows), D(0)) + extra,
            "waived": sum((row.waived.of(component) for row in rows), D(0)),
            "written_off": sum((row.written_off.of(component) for row in rows), D(0)),
            "outstanding": sum((row.outstanding.of(component) for row in rows), D(0)),
            "overdue": sum((row.outstanding.of(component) for row in late), D(0)),
        }
        for key, value in figures.items():
            if key in want:
                same(f"{component} {key}", want[key], value)


def compare_transactions(state, step, *, accruals):
    got = [
        (one.on, WORDS[one.kind], one.amount, *(one.components.of(part) for part in Component))
        for one in state.transactions
        if not one.is_reversed and one.kind in WORDS
    ]
    for want in step["rows"]:
        if (want["type"] == "accrual" and not accruals) or want["type"].startswith("repayment (at"):
            continue
        key = (day(want["on"]), want["type"], D(want["amount"]))
        matching = [row for row in got if row[:3] == key]
        if not matching:
            raise Differs(f"no transaction {key} among {[tuple(map(str, row)) for row in got]}")
        if want["type"] in ("disbursement", "waive interest"):  # the screen shows a waiver without parts
            continue
        wanted = tuple(D(want[one]) for one in COMPONENTS if one in want)
        if len(wanted) == 4 and not any(row[3:] == wanted for row in matching):
            raise Differs(f"{key}: want {tuple(map(str, wanted))}, got {tuple(map(str, matching[0][3:]))}")


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


def compare_journal(state, step, gl):
    """The entries of one transaction of the kind by account name; the day was compared for periodic accruals only."""
    dated = step["of"] == "accrual" and state.contract.accounting is Accounting.ACCRUAL_PERIODIC
    accounts = ByName(gl)
    charges = {one.id: one for one in state.contract.charges}
    found = []
    for one in state.transactions:
        if str(one.kind) != JOURNAL_OF[step["of"]] or (dated and day(step["on"]) != one.on):
            continue
        lines = lines_of(
            one, state.contract.accounting, charges, accounts, office=1, currency=state.contract.currency
        )
        found.append(sorted((accounts.names[line.account], str(line.side), line.amount) for line in lines))
    wanted = sorted(
        (entry["account"], side, D(entry[side]))
        for entry in step["entries"]
        for side in ("debit", "credit")
        if side in entry
    )
    if wanted not in found:
        raise Differs(f"journal of {step['of']} {step.get('on')}: want {wanted}, got {found}")
