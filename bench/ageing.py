"""What a repayment of today costs when the loan already has ten, a hundred, a thousand events."""

import statistics
import time
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

from amana.hosting.server_database import attached_database
from amana.hosting.settings import Settings
from amana.kernel.access.authentication import Authenticator
from amana.kernel.pipeline import Submission, submit
from amana.kernel.tenancy import Tenants
from amana.loans.repay import RepayLoan
from amana.storage.control import ControlDatabase
from bench.statements import Watched

AGES = (10, 100, 1_000)
LIFE = 3  # events before the first repayment
ROUNDS = 40
AMOUNT = Decimal("0.05")


def repayments_by_age(home: Path, loans: Sequence[int]) -> dict[int, float]:
    """Median milliseconds of a repayment, by the events the loan had; one of `loans` for each age.

    Posted in this process on the running installation's database, in turn, so that whatever else the machine
    does meets all of them.
    """
    today = datetime.now(UTC).date()
    taken: dict[int, list[float]] = {age: [] for age in AGES}
    with attached_database(Settings(home=home)) as server:
        tenants = Tenants(ControlDatabase(server.control))
        tenant = tenants.get("default")
        actor = Authenticator().by_password(tenant, "mifos", "password")

        def repay(loan: int, on: date) -> float:
            command = RepayLoan(loan=loan, on=on, amount=AMOUNT)
            submission = Submission(
                command=command, actor=actor, source="bench", body={"transactionAmount": str(AMOUNT)}
            )
            began = time.perf_counter()
            submit(tenant, submission, Watched())
            return time.perf_counter() - began

        for age, loan in zip(AGES, loans, strict=True):
            for _ in range(age - LIFE):
                repay(loan, today)
        for _ in range(ROUNDS):
            for age, loan in zip(AGES, loans, strict=True):
                taken[age].append(repay(loan, today))
        tenants.close()
    return {age: round(statistics.median(times) * 1000, 3) for age, times in taken.items()}
