"""The difference between a loan at two moments."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from amana.kernel.context import Reading
from amana.kernel.differences import Difference, differences
from amana.kernel.queries import answers
from amana.loans.asking import GetLoan, LoanPart
from amana.loans.queries import get_loan

_COMPARED = frozenset({LoanPart.SCHEDULE, LoanPart.TRANSACTIONS, LoanPart.CHARGES})


@dataclass(frozen=True, kw_only=True)
class CompareLoan:
    """What differs between a loan as of one day and as known at one moment, and another: a list of ``Difference``.

    A day or moment left out is the present.
    """

    loan: int
    as_of: date | None = None
    known_at: datetime | None = None
    to_as_of: date | None = None
    to_known_at: datetime | None = None


@answers(CompareLoan, permission="READ_LOAN")
def compare(query: CompareLoan, reading: Reading) -> Sequence[Difference]:
    """Status, figures, instalments, transactions and charges that are not the same at both moments."""

    def then(day: date | None, known_at: datetime | None) -> object:
        # the present is derived as well, so that nothing differs but what the moment changes
        return get_loan(
            GetLoan(loan=query.loan, parts=_COMPARED, as_of=day or reading.business_date, known_at=known_at),
            reading,
        )

    return differences(then(query.as_of, query.known_at), then(query.to_as_of, query.to_known_at))
