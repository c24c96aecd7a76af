"""Classifying a loan, and its instalments where its contract says so, by the bucket of its product."""

from collections.abc import Iterator, Mapping, Sequence

import sqlalchemy as sa

from amana.finance.delinquency import (
    AgeRange,
    ClaimedBack,
    Pause,
    instalment_past_due,
    loan_past_due,
    range_of,
)
from amana.finance.dues import OpenInstalment
from amana.kernel.context import Work
from amana.loans.delinquency.buckets import ranges_of
from amana.loans.delinquency.pauses import actions_of, pauses
from amana.loans.delinquency.records import loan_delinquency_tag
from amana.loans.kinds import LoanStatus, TransactionKind
from amana.loans.state import InstalmentState, LoanState

_table = loan_delinquency_tag


def open_rows(rows: Sequence[InstalmentState]) -> list[OpenInstalment]:
    """Instalments as arithmetic sees them."""
    return [one.as_open for one in rows]


class Classifier:
    """Tags loans with the ranges they fall in; what no longer holds is lifted, not forgotten."""

    def __init__(self, work: Work) -> None:
        self.work = work

    def classify(self, loan: int, bucket: int, state: LoanState) -> None:
        """By its state on the business date and the ranges of ``bucket``."""
        standing = self._standing(loan)
        if state.status is LoanStatus.ACTIVE:
            ranges = ranges_of(self.work, bucket)
            stopped = pauses(actions_of(self.work, loan))
            wanted = dict(self._wanted(state, ranges, stopped))
        else:
            wanted = {}
        self._lift(loan, [place for place, of in standing.items() if wanted.get(place) != of])
        for place, of in wanted.items():
            if standing.get(place) != of:
                self._add(loan, place, of)

    def _wanted(
        self, state: LoanState, ranges: Sequence[AgeRange], stopped: Sequence[Pause]
    ) -> Iterator[tuple[int | None, int]]:
        """By instalment (None: the loan), the range it falls in."""
        today, contract = self.work.business_date, state.contract
        rows = open_rows(state.instalments)
        claimed = claimed_back(state)
        whole = loan_past_due(rows, claimed, stopped, today, contract.grace_on_arrears_ageing)
        found = range_of(ranges, whole.delinquent_days)
        if found is not None:
            yield None, found.id
        if not contract.instalment_delinquency or found is None:
            return
        for row in rows:
            one = instalment_past_due(row, claimed, stopped, today, last=row is rows[-1])
            of_row = range_of(ranges, one.delinquent_days)
            if of_row is not None:
                yield row.number, of_row.id

    def _standing(self, loan: int) -> Mapping[int | None, int]:
        query = sa.select(_table.c.instalment, _table.c.range_id).where(
            _table.c.loan_id == loan, _table.c.lifted_on.is_(None)
        )
        return dict(self.work.session.tuples(query))

    def _lift(self, loan: int, places: Sequence[int | None]) -> None:
        for place in places:
            self.work.session.run(
                sa.update(_table)
                .where(
                    _table.c.loan_id == loan,
                    _table.c.instalment.is_not_distinct_from(place),
                    _table.c.lifted_on.is_(None),
                )
                .values(lifted_on=self.work.business_date)
            )

    def _add(self, loan: int, place: int | None, of: int) -> None:
        today = self.work.business_date
        self.work.session.run(
            sa.insert(_table).values(loan_id=loan, instalment=place, range_id=of, added_on=today)
        )


def claimed_back(state: LoanState) -> list[ClaimedBack]:
    """Payments claimed back, in order of day."""
    return [
        ClaimedBack(one.on, one.amount)
        for one in state.transactions
        if one.kind is TransactionKind.CHARGEBACK and not one.is_reversed
    ]
