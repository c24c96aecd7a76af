"""Supervisor reports as a dialect."""

from functools import cache

from amana.dialects.base.credentials import bearer_only
from amana.dialects.base.dialect import Dialect, compose
from amana.dialects.supervision.errors import SupervisionErrors
from amana.dialects.supervision.operations import login, reports

BASES = ("/api", "/supervision/api")
"""The second is its own: there its documents are found, while Mambu's answer under the one they share."""

ABOUT = (
    "Reports of supervisors on their teams. `POST /api/auth/login` gives a bearer token that is good for seven days; "
    "a user has up to three at a time. A union is a centre, a credit officer is staff that is a loan officer, a member "
    "is a client; ids of supervisors and officers are those of staff."
)


@cache
def supervision() -> Dialect:
    """The dialect."""
    return Dialect(
        name="supervision",
        title="Supervisor reports",
        bases=BASES,
        rows=compose(login.ROWS, reports.ROWS),
        errors=SupervisionErrors(),
        credentials=bearer_only,
        contract="supervision",
        about=ABOUT,
    )
