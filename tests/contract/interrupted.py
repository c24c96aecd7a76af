"""A caller whose commits get lost, and the answers to them: with the same key, a write still happens once."""

from typing import Any
from uuid import uuid4

from amana.kernel.tenant import Tenant
from tests.contract.observed import WITHOUT_KEY
from tests.dialects.caller import Caller, OneTenant, Reply, only_asks
from tests.faults.severed import Line


class Interrupted(Caller):
    """Sends every write with one key until it has been lost in each way; ``lost`` names the rows it was done to."""

    line: Line
    cut: Caller
    lost: set[str]

    @classmethod
    def on(cls, caller: Caller, line: Line, reached: Tenant) -> "Interrupted":
        """A caller over a straight line, and over one that is cut: ``reached`` is the tenant at its end."""
        made = cls(caller.entry, caller.headers)
        core = type(caller.entry.core)(OneTenant(reached))
        made.line, made.lost = line, set()
        made.cut = Caller(type(caller.entry)(core, caller.entry.dialect), caller.headers)
        # A first login writes too, in a transaction of its own.
        core.verify(reached, caller.entry.dialect.credentials(caller.request("GET", "/")))
        return made

    def call(self, method: str, target: str, body: Any = None, **headers: str) -> Reply:
        """Send; a write is lost on its way to the database, then on its way back, then asked for again."""
        row = self.row(method, target, body, **headers)
        if row.public or only_asks(row) or row.id in WITHOUT_KEY:
            return super().call(method, target, body, **headers)
        headers |= {"idempotency_key": uuid4().hex}
        for delivered in (False, True):
            self.line.break_at(b"COMMIT", delivered=delivered)
            unknown = self.cut.call(method, target, body, **headers)
            assert self.line.broken, f"{row.id} committed nothing: {unknown.text.decode()}"
            assert unknown.status == 503, f"{row.id}: {unknown.status} {unknown.text.decode()}"
            assert "idempotent-replayed" not in unknown.headers
        first, second = (super(Interrupted, self).call(method, target, body, **headers) for _ in range(2))
        assert first.status < 300, f"{row.id}: {first.text.decode()}"
        assert first.headers.get("idempotent-replayed") == "true", f"{row.id} happened twice"
        assert (second.status, second.text) == (first.status, first.text)
        self.lost.add(row.id)
        return first
