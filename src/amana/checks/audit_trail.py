"""The audit: complete, consistent with what waits for a checker, and unchanged since it was sealed."""

from collections.abc import Iterator

from amana.checks.validator import validates
from amana.kernel import audit_seals
from amana.storage.session import ReadSession

NO_USER = """
SELECT a.id, a.user_id FROM audit a LEFT JOIN app_user u ON u.id = a.user_id WHERE u.id IS NULL ORDER BY 1
"""
PENDING = """
SELECT p.audit_id, p.status, a.result FROM pending_command p JOIN audit a ON a.id = p.audit_id
 WHERE a.result <> 'awaiting_approval' ORDER BY 1
"""
DECIDED_BY_NOBODY = """
SELECT audit_id FROM pending_command
 WHERE (status = 'awaiting') <> (checker_id IS NULL) ORDER BY 1
"""
UNANSWERED_KEYS = """
SELECT actor_id, key FROM idempotency WHERE status IS NULL ORDER BY 1, 2
"""


@validates("audit.users_exist")
def users_exist(session: ReadSession) -> Iterator[tuple[str, str]]:
    """Every audit row names a user there is (users are disabled, never removed)."""
    for row, user in session.tuples(NO_USER):
        yield f"audit row {row}", f"its user {user} does not exist"


@validates("audit.pending_commands_agree")
def pending_commands_agree(session: ReadSession) -> Iterator[tuple[str, str]]:
    """A command kept for a checker is in the audit as waiting, and has a checker once decided."""
    for row, status, result in session.tuples(PENDING):
        yield f"pending command {row}", f"is {status}, but the audit says {result}"
    for (row,) in session.tuples(DECIDED_BY_NOBODY):
        yield f"pending command {row}", "its status and its checker do not agree"


@validates("idempotency.keys_are_answered")
def keys_are_answered(session: ReadSession) -> Iterator[tuple[str, str]]:
    """A key that was committed has its answer: both are written in one transaction."""
    for actor, key in session.tuples(UNANSWERED_KEYS):
        yield f"idempotency key {key} of user {actor}", "has no answer"


@validates("audit.seals_hold")
def seals_hold(session: ReadSession) -> Iterator[tuple[str, str]]:
    """No audit row was altered or taken away since it was sealed, and none has waited long for its seal."""
    for broken in audit_seals.verify(session):
        yield f"audit row {broken.audit_id}", broken.problem
