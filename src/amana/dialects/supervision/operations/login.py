"""The login."""

from amana.dialects.base.rows import Rows
from amana.dialects.supervision.fields.login import CREDENTIALS, SESSION
from amana.dialects.supervision.oddities import log_in

ROW = Rows("session")

ROWS = (
    ROW.odd(
        "login",
        "POST auth/login",
        log_in,
        because="it verifies credentials instead of needing them, and opens a session",
        fields=CREDENTIALS,
        answers=SESSION,
        public=True,
        title="Log in",
    ),
)
