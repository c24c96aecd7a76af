"""Global configuration as it is shown."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from amana.kernel.context import Reading
from amana.kernel.queries import answers
from amana.kernel.records import setting
from amana.kernel.refusals import NotFound
from amana.storage.statement import Statement


@dataclass(frozen=True, kw_only=True)
class SettingView:
    """One setting."""

    id: int
    name: str
    enabled: bool
    value: Any
    description: str | None

    @property
    def number(self) -> int | None:
        """The value where it is a number."""
        return self.value if isinstance(self.value, int) else None

    @property
    def word(self) -> str | None:
        """The value where it is a word."""
        return self.value if isinstance(self.value, str) else None


@dataclass(frozen=True, kw_only=True)
class SettingsView:
    """The global configuration."""

    settings: list[SettingView]


@dataclass(frozen=True, kw_only=True)
class GetSettings:
    """Every setting."""


@dataclass(frozen=True, kw_only=True)
class GetSetting:
    """One setting, by its number or its name."""

    id: int | None = None
    name: str | None = None


_SETTINGS = sa.select(
    setting.c.id, setting.c.name, setting.c.enabled, setting.c.value, setting.c.description
).order_by(setting.c.id)
_ALL = Statement(_SETTINGS)
_ONE = Statement(
    _SETTINGS.where(
        sa.or_(
            setting.c.id == sa.bindparam("setting_id", type_=sa.BigInteger),
            setting.c.name == sa.bindparam("of_name", type_=sa.Text),
        )
    )
)


@answers(GetSettings, permission="READ_CONFIGURATION")
def get_settings(_query: GetSettings, reading: Reading) -> SettingsView:
    """The settings, in the order of their making."""
    return SettingsView(settings=reading.session.all(_ALL, SettingView))


@answers(GetSetting, permission="READ_CONFIGURATION")
def get_setting(query: GetSetting, reading: Reading) -> SettingView:
    """The setting."""
    found = reading.session.one(_ONE, SettingView, setting_id=query.id, of_name=query.name)
    if found is None:
        raise NotFound(kind="setting", id=query.name or query.id or "")
    return found
