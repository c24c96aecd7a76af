"""The login."""

from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.fields.users import CREDENTIALS, LOGGED_IN
from amana.dialects.families.mifos.oddities_access import log_in
from amana.kernel.access.queries import WhoAmI

ROW = Rows("authentication")

ROWS = (
    ROW.odd(
        "authenticate_request",
        "POST authentication",
        log_in,
        because="it verifies credentials instead of needing them, and hands them back encoded",
        filters=CREDENTIALS,
        answers=LOGGED_IN,
        reads=(WhoAmI,),
        public=True,
    ),
)
