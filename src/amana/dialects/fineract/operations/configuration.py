"""Global configuration by number, and with values that are words."""

from amana.dialects.base.codecs import BOOLEAN, ID, INTEGER, TEXT
from amana.dialects.base.fields import Field, Fields, ListOf, Nested
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.answers import RESOURCE
from amana.dialects.families.mifos.operations.configuration import BY_NAME
from amana.dialects.families.mifos.operations.configuration import ROW as FAMILY
from amana.kernel.configuration.change_settings import ChangeSetting
from amana.kernel.configuration.queries import GetSetting, GetSettings

ROW = Rows(FAMILY.resource, {**FAMILY.places, "configId": Field("configId", "id", ID)})

SETTING = Fields(
    "SettingToday",
    Field("id", "id", ID),
    Field("name", "name", TEXT),
    Field("enabled", "enabled", BOOLEAN),
    Field("value", "number", INTEGER),
    Field("stringValue", "word", TEXT),
    Field("description", "description", TEXT),
)
SETTINGS = Fields("SettingsToday", Field("globalConfiguration", "settings", ListOf(Nested(SETTING))))
SETTING_CHANGE = Fields(
    "SettingChangeToday",
    Field("enabled", "enabled", BOOLEAN),
    Field("value", "value", INTEGER, clears=True),
    Field("stringValue", "value", TEXT),
)
SHOWN = SETTING_CHANGE.only("enabled")

ROWS = (
    ROW.shows("configs_list", "GET configurations", GetSettings, SETTINGS),
    ROW.shows("configs_one", "GET configurations/{configId}", GetSetting, SETTING),
    ROW.shows("configs_by_name", f"GET {BY_NAME}", GetSetting, SETTING),
    ROW.does(
        "configs_update_one",
        "PUT configurations/{configId}",
        ChangeSetting,
        SETTING_CHANGE,
        answers=RESOURCE.showing(SHOWN),
    ),
    ROW.does(
        "configs_update_by_name",
        f"PUT {BY_NAME}",
        ChangeSetting,
        SETTING_CHANGE,
        answers=RESOURCE.showing(SHOWN),
    ),
)
