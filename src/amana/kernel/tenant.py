"""A tenant at run time: its database, and what is cached of its slow-moving rows."""

from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

import sqlalchemy as sa

from amana.kernel import clock
from amana.kernel.context import Moment
from amana.kernel.records import audit_number, setting, tenant_state
from amana.storage.engine import Database
from amana.storage.session import ReadSession
from amana.storage.statement import Statement

_STATE = Statement(
    sa.select(
        tenant_state.c.time_zone,
        tenant_state.c.business_date_mode,
        tenant_state.c.business_date,
        tenant_state.c.closing_day,
        tenant_state.c.configuration_version,
        tenant_state.c.access_version,
    )
)
_STATE_AND_NUMBER = Statement(
    sa.select(
        tenant_state.c.time_zone,
        tenant_state.c.business_date_mode,
        tenant_state.c.business_date,
        tenant_state.c.closing_day,
        tenant_state.c.configuration_version,
        tenant_state.c.access_version,
        audit_number.next_value().label("command_id"),
    )
)
_SETTINGS = Statement(sa.select(setting.c.name, setting.c.enabled, setting.c.value))


@dataclass(frozen=True)
class Setting:
    """One entry of the global configuration."""

    enabled: bool
    value: Any = None


@dataclass(frozen=True)
class _State:
    time_zone: str
    business_date_mode: str
    business_date: date | None
    closing_day: date | None
    configuration_version: int
    access_version: int
    command_id: int = 0


class Tenant:
    """One institution: ``identifier`` on the wire, one database."""

    def __init__(self, identifier: str, database: Database) -> None:
        self.identifier = identifier
        self.database = database
        self._settings: tuple[int, MappingProxyType[str, Any]] | None = None

    def moment(self, session: ReadSession) -> Moment:
        """What a query reads first."""
        return self._moment(session, self._state(session, _STATE))

    def moment_and_number(self, session: ReadSession) -> tuple[Moment, int]:
        """What a command reads first, with its audit number."""
        state = self._state(session, _STATE_AND_NUMBER)
        return self._moment(session, state), state.command_id

    @staticmethod
    def _state(session: ReadSession, statement: Statement) -> _State:
        state = session.one(statement, _State)
        if state is None:
            raise LookupError("the tenant's database has not been initialised")
        return state

    def _moment(self, session: ReadSession, state: _State) -> Moment:
        at = clock.now()
        managed = state.business_date_mode == "managed" and state.business_date is not None
        day = state.business_date if managed else clock.today_in(state.time_zone, at)
        if day is None:
            raise LookupError("a managed business date has not been set")
        if self._settings is None or self._settings[0] != state.configuration_version:
            rows = session.tuples(_SETTINGS)
            found = {name: Setting(enabled=enabled, value=value) for name, enabled, value in rows}
            self._settings = (state.configuration_version, MappingProxyType(found))
        return Moment(
            business_date=day,
            closing_day=state.closing_day or day - timedelta(days=1),
            now=at,
            configuration_version=state.configuration_version,
            access_version=state.access_version,
            settings=self._settings[1],
        )
