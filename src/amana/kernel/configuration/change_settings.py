"""Changing global configuration: several settings at once, or none."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from psycopg.types.json import Jsonb

from amana.kernel.commands import handles
from amana.kernel.configuration.business_date import MANAGED_SETTING, manage
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.records import setting, tenant_state
from amana.kernel.refusals import NotFound, invalid
from amana.kernel.unset import UNSET, UnsetType
from amana.storage.session import WriteSession
from amana.storage.statement import Statement


@dataclass(frozen=True, kw_only=True)
class SettingChange:
    """The new state of one setting; what is not given stays."""

    name: str
    enabled: bool | UnsetType = UNSET
    value: int | str | UnsetType | None = UNSET


@dataclass(frozen=True, kw_only=True)
class ChangeSettings:
    """Switch settings on or off, or give them another value."""

    settings: tuple[SettingChange, ...]


@dataclass(frozen=True, kw_only=True)
class ChangeSetting:
    """The new state of one setting, named by its number or its name; what is not given stays."""

    id: int | None = None
    name: str | None = None
    enabled: bool | UnsetType = UNSET
    value: int | str | UnsetType | None = UNSET


_LOAD = Statement(
    sa.select(setting.c.name, setting.c.enabled, setting.c.value).order_by(setting.c.name).with_for_update()
)
_SAVE = Statement(
    sa.update(setting)
    .where(setting.c.name == sa.bindparam("of_name"))
    .values(enabled=sa.bindparam("new_enabled"), value=sa.bindparam("new_value", type_=setting.c.value.type))
)
_NAMED = Statement(
    sa.select(setting.c.id, setting.c.name).where(
        sa.or_(
            setting.c.id == sa.bindparam("setting_id", type_=sa.BigInteger),
            setting.c.name == sa.bindparam("of_name", type_=sa.Text),
        )
    )
)
_CHANGED = Statement(
    sa.update(tenant_state).values(configuration_version=tenant_state.c.configuration_version + 1)
)


def configuration_changed(session: WriteSession) -> None:
    """Make every process read the settings anew."""
    session.run(_CHANGED)


@handles(ChangeSettings, permission="UPDATE_CONFIGURATION", grouping="configuration")
def change(command: ChangeSettings, work: Work) -> Outcome:
    """Refuses settings that do not exist: a switch without effect would mislead."""
    if not command.settings:
        raise invalid("settings", "blank", "No setting is named.")
    changes = _change(work, command.settings)
    sent = {one.name: one.enabled for one in command.settings if not isinstance(one.enabled, UnsetType)}
    return Outcome(kind="setting", id=0, changes=changes, more={"settings": sent})


@handles(ChangeSetting, permission="UPDATE_CONFIGURATION", grouping="configuration")
def change_one(command: ChangeSetting, work: Work) -> Outcome:
    """Refuses a setting that does not exist."""
    named = work.session.record(_NAMED, setting_id=command.id, of_name=command.name)
    if named is None:
        raise NotFound(kind="setting", id=command.name or command.id or "")
    wanted = SettingChange(name=named["name"], enabled=command.enabled, value=command.value)
    changed = _change(work, (wanted,)).get(wanted.name, {})
    return Outcome(kind="setting", id=named["id"], changes=dict(changed))


def _change(work: Work, settings: Sequence[SettingChange]) -> dict[str, Any]:
    """Write what differs; gives the new state of each setting that did."""
    known = {name: (enabled, value) for name, enabled, value in work.session.tuples(_LOAD)}
    changes: dict[str, Any] = {}
    for wanted in settings:
        if wanted.name not in known:
            raise NotFound(kind="setting", id=wanted.name)
        enabled, value = known[wanted.name]
        new_enabled = enabled if isinstance(wanted.enabled, UnsetType) else wanted.enabled
        new_value = value if isinstance(wanted.value, UnsetType) else wanted.value
        if (new_enabled, new_value) != (enabled, value):
            changes[wanted.name] = {"enabled": new_enabled, "value": new_value}
            work.session.run(
                _SAVE, of_name=wanted.name, new_enabled=new_enabled, new_value=_stored(new_value)
            )
            if wanted.name == MANAGED_SETTING and new_enabled != enabled:
                manage(work, managed=new_enabled)
    if changes:
        configuration_changed(work.session)
    return changes


def _stored(value: int | str | None) -> Jsonb | None:
    return None if value is None else Jsonb(value)
