"""The family's tables are total, and spell every enumeration as the contract's samples do."""

import json
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

import pytest

from amana.dialects.base.codecs import Spelling
from amana.dialects.base.faults import Fault, FaultKind, Unreadable
from amana.dialects.base.json_in import Number
from amana.dialects.families.mifos import enum_tables
from amana.dialects.families.mifos.enums import EnumTable, EnumWord
from amana.dialects.families.mifos.errors import BY_FAMILY, fault_entry
from amana.dialects.families.mifos.messages import FAULTS
from amana.finance.charges import ChargeBasis, ChargeTime
from amana.finance.dates import PeriodUnit
from amana.finance.dues import AllocationStrategy
from amana.finance.terms import (
    Amortisation,
    DaysInMonth,
    DaysInYear,
    InterestMethod,
    InterestPeriod,
    RateUnit,
)
from amana.kernel.refusals import Family
from amana.ledger.account_types import AccountClass, Usage
from amana.ledger.entry import Side
from amana.ledger.posting_rules import AccountingMethod
from amana.loans.kinds import GuarantorKind, LoanStatus, LoanType, TransactionKind

TABLES = {name: table for name, table in vars(enum_tables).items() if isinstance(table, EnumTable)}

BOUND: tuple[tuple[EnumTable, type[StrEnum]], ...] = (
    (enum_tables.LOAN_STATUS, LoanStatus),
    (enum_tables.LOAN_TYPE, LoanType),
    (enum_tables.LOAN_TRANSACTION, TransactionKind),
    (enum_tables.GUARANTOR_KIND, GuarantorKind),
    (enum_tables.AMORTISATION, Amortisation),
    (enum_tables.INTEREST_METHOD, InterestMethod),
    (enum_tables.INTEREST_PERIOD, InterestPeriod),
    (enum_tables.RATE_UNIT, RateUnit),
    (enum_tables.TERM_UNIT, PeriodUnit),
    (enum_tables.REPAYMENT_UNIT, PeriodUnit),
    (enum_tables.DAYS_IN_YEAR, DaysInYear),
    (enum_tables.DAYS_IN_MONTH, DaysInMonth),
    (enum_tables.TRANSACTION_STRATEGY, AllocationStrategy),
    (enum_tables.CHARGE_TIME, ChargeTime),
    (enum_tables.CHARGE_BASIS, ChargeBasis),
    (enum_tables.GL_ACCOUNT_TYPE, AccountClass),
    (enum_tables.GL_ACCOUNT_USAGE, Usage),
    (enum_tables.JOURNAL_SIDE, Side),
    (enum_tables.ACCOUNTING_RULE, AccountingMethod),
)


@pytest.mark.parametrize(("table", "enum"), BOUND, ids=[table.name for table, _ in BOUND])
def test_every_member_has_a_row_and_is_read_back(table: EnumTable, enum: type[StrEnum]) -> None:
    codec = table.of(enum)
    for member in enum:
        written = codec.write(member)
        assert codec.read(Number(written["id"]), Spelling()) is member
        assert codec.read(str(written["id"]), Spelling()) is member
    assert {option["id"] for option in codec.options()} <= {row.id for row in table.rows}


def test_flags_words_and_bare_numbers() -> None:
    status = enum_tables.LOAN_STATUS.of(LoanStatus, flags=enum_tables.LOAN_STATUS_FLAGS)
    assert status.write(LoanStatus.WRITTEN_OFF) == {
        "id": 601,
        "code": "loanStatusType.closed.written.off",
        "value": "Closed (written off)",
        "pendingApproval": False,
        "waitingForDisbursal": False,
        "active": False,
        "closedObligationsMet": False,
        "closedWrittenOff": True,
        "closedRescheduled": False,
        "closed": True,
        "overpaid": False,
    }
    assert enum_tables.LOAN_STATUS.of(LoanStatus, bare=True).write(LoanStatus.ACTIVE) == 300
    kind = EnumWord(enum_tables.LOAN_TYPE.of(LoanType), {"jlg": LoanType.JOINT_LIABILITY})
    assert kind.read("JLG", Spelling()) is LoanType.JOINT_LIABILITY
    with pytest.raises(Unreadable):
        status.read("999", Spelling())


def test_a_member_without_a_row_is_noticed() -> None:
    class Colour(StrEnum):
        RED = "red"

    with pytest.raises(ValueError, match="red"):
        enum_tables.LOAN_TYPE.of(Colour)


def spelled(value: Any) -> Iterator[tuple[int, str, str]]:
    if isinstance(value, dict):
        if isinstance(value.get("id"), int) and isinstance(value.get("code"), str) and "value" in value:
            yield value["id"], value["code"], value["value"]
        for inner in value.values():
            yield from spelled(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from spelled(inner)


MISPRINTS = {(1, "accountType.asset1", "ASSET")}
"""Where a sample contradicts all the others."""


def test_the_contracts_samples_are_spelled_by_the_tables(shared: Path) -> None:
    known = {(row.id, row.code, row.value) for table in TABLES.values() for row in table.rows}
    operations = json.loads((shared / "contracts" / "mifos.json").read_text())["operations"]
    samples = set(spelled([[o["response_example"], o.get("response_examples")] for o in operations]))
    assert samples - known - MISPRINTS == set()


def test_every_fault_and_family_has_its_words() -> None:
    assert set(FAULTS) == set(FaultKind)
    assert set(BY_FAMILY) == set(Family)
    for kind in FaultKind:
        entry = fault_entry(Fault(kind, "amount", "x", ("a", "b")), "loan")
        assert "{" not in entry["userMessageGlobalisationCode"] + entry["defaultUserMessage"]
        assert entry["userMessageGlobalisationCode"]
