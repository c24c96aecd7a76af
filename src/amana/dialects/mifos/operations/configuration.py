"""Global configuration."""

from amana.dialects.base.codecs import BOOLEAN, INTEGER, TEXT
from amana.dialects.base.fields import Field, Fields, ListOf, Nested
from amana.dialects.base.rows import Rows
from amana.dialects.mifos.oddities_configuration import SETTINGS_CHANGED, change_settings
from amana.kernel.configuration.change_settings import ChangeSettings
from amana.kernel.configuration.queries import GetSettings

ROW = Rows("globalConfiguration")
SETTING = Fields(
    "Setting",
    Field("name", "name", TEXT),
    Field("enabled", "enabled", BOOLEAN),
    Field("value", "value", INTEGER),
)
SETTINGS = Fields("Settings", Field("globalConfiguration", "settings", ListOf(Nested(SETTING))))

ROWS = (
    ROW.shows("configs_globalconfig_retrieve", "GET configurations", GetSettings, SETTINGS),
    ROW.odd(
        "configs_globalconfig_update",
        "PUT configurations",
        change_settings,
        because="the setting's name is the parameter's name",
        answers=SETTINGS_CHANGED,
        writes=(ChangeSettings,),
    ),
)
