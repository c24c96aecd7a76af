"""Sealing the audit, and telling the head of the chain to whoever keeps it elsewhere."""

from datetime import timedelta

from amana.jobs.job import Job, is_ours
from amana.kernel import audit_seals, clock
from amana.kernel.audit import ANNOUNCE
from amana.kernel.tenant import Tenant

SEALED_MESSAGE = "audit.sealed"


def seal_audit(tenant: Tenant) -> int:
    """Seal one batch."""
    with tenant.database.writing() as session:
        if not is_ours(session, "seal_audit"):
            return 0
        count = audit_seals.seal_batch(session)
        if count:
            head = audit_seals.head(session)
            payload = {"position": head.position, "seal": bytes(head.seal).hex()}
            session.run(ANNOUNCE, kind=SEALED_MESSAGE, payload=payload, audit_id=0, made_at=clock.now())
    return count


SEAL_AUDIT = Job(name="seal_audit", every=timedelta(seconds=30), at_rest=timedelta(minutes=5), run=seal_audit)
