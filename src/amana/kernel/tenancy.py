"""The tenants this process serves, found in the registry on first use and kept open."""

import re
import time
from threading import BoundedSemaphore, Lock

import psycopg

from amana.kernel.refusals import Unavailable
from amana.kernel.tenant import Tenant
from amana.storage.control import ControlDatabase
from amana.storage.engine import Database

IDENTIFIER = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")
UNKNOWN_REMEMBERED_S = 10.0
UNKNOWN_REMEMBERED_AT_MOST = 1000
CONNECTIONS_PER_PROCESS = 48
CONNECTIONS_PER_TENANT = 24


class UnknownTenant(Exception):
    """No tenant has this identifier."""


class Tenants:
    """All tenants of one registry; connections are capped over all of them."""

    def __init__(
        self,
        control: ControlDatabase,
        *,
        connections: int = CONNECTIONS_PER_PROCESS,
        per_tenant: int = CONNECTIONS_PER_TENANT,
    ) -> None:
        self.control = control
        self._per_tenant = min(connections, per_tenant)
        self._cap = BoundedSemaphore(connections)
        self._open: dict[str, Tenant] = {}
        self._unknown: dict[str, float] = {}
        self._lock = Lock()

    def get(self, identifier: str) -> Tenant:
        """The tenant; raises UnknownTenant, or Unavailable when the registry cannot be asked."""
        known = self._open.get(identifier)
        if known is not None:
            return known
        if not IDENTIFIER.fullmatch(identifier) or self._unknown.get(identifier, 0) > time.monotonic():
            raise UnknownTenant(identifier)
        found = self._find(identifier)  # asks the registry, and so must not keep others waiting
        with self._lock:
            kept = self._open.setdefault(identifier, found)
        if kept is not found:
            found.database.close()
        return kept

    def _find(self, identifier: str) -> Tenant:
        try:
            conninfo = self.control.conninfo_of(identifier)
        except psycopg.OperationalError as error:
            raise Unavailable from error
        if conninfo is None:
            if len(self._unknown) >= UNKNOWN_REMEMBERED_AT_MOST:
                self._unknown.clear()
            self._unknown[identifier] = time.monotonic() + UNKNOWN_REMEMBERED_S
            raise UnknownTenant(identifier)
        return Tenant(identifier, Database(conninfo, max_size=self._per_tenant, cap=self._cap))

    def all(self) -> list[Tenant]:
        """Every tenant of the registry, opened."""
        return [self.get(identifier) for identifier in self.control.identifiers()]

    def close(self) -> None:
        """Close every connection."""
        with self._lock:
            for tenant in self._open.values():
                tenant.database.close()
            self._open.clear()
