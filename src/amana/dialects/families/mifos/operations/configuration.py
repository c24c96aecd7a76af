"""Global configuration, and the business date as today's Fineract has it."""

from enum import StrEnum

from amana.dialects.base.codecs import BOOLEAN, ID, INTEGER, TEXT, Word
from amana.dialects.base.fields import Field, Fields, ListOf, Nested
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.answers import RESOURCE, Listed, Written
from amana.dialects.families.mifos.codec import DAY
from amana.dialects.families.mifos.oddities_configuration import SETTINGS_CHANGED, change_settings
from amana.kernel.configuration.business_date import (
    BusinessDay,
    GetBusinessDate,
    GetBusinessDates,
    SetBusinessDate,
)
from amana.kernel.configuration.change_settings import ChangeSetting, ChangeSettings
from amana.kernel.configuration.queries import GetSetting, GetSettings

ROW = Rows("globalConfiguration", places={"configName": Field("configName", "name", TEXT)})
DAYS = Rows("businessDate")
WORDS: dict[StrEnum, str] = {
    BusinessDay.BUSINESS_DATE: "BUSINESS_DATE",
    BusinessDay.CLOSING_DAY: "COB_DATE",
}
BY_NAME = "configurations/name/{configName}"
SETTING = Fields(
    "Setting",
    Field("name", "name", TEXT),
    Field("enabled", "enabled", BOOLEAN),
    Field("value", "number", INTEGER),
)
ONE_SETTING = Fields(
    "OneSetting",
    Field("id", "id", ID),
    *SETTING,
    Field("description", "description", TEXT),
)
SETTING_CHANGE = Fields(
    "SettingChange", Field("enabled", "enabled", BOOLEAN), Field("value", "value", INTEGER, clears=True)
)
BUSINESS_DATE = Fields(
    "BusinessDate", Field("type", "which", Word(BusinessDay, WORDS)), Field("date", "day", DAY)
)
SETTINGS = Fields("Settings", Field("globalConfiguration", "settings", ListOf(Nested(SETTING))))

ROWS = (
    ROW.shows("configs_by_name", f"GET {BY_NAME}", GetSetting, ONE_SETTING),
    ROW.does(
        "configs_update_by_name",
        f"PUT {BY_NAME}",
        ChangeSetting,
        SETTING_CHANGE,
        answers=RESOURCE.showing(SETTING_CHANGE),
    ),
    DAYS.shows("businessdate_retrieve", "GET businessdate/BUSINESS_DATE", GetBusinessDate, BUSINESS_DATE),
    DAYS.shows(
        "businessdate_retrieve_cob",
        "GET businessdate/COB_DATE",
        GetBusinessDate,
        BUSINESS_DATE,
        given={"which": BusinessDay.CLOSING_DAY},
    ),
    DAYS.shows("businessdate_list", "GET businessdate", GetBusinessDates, Listed(BUSINESS_DATE)),
    DAYS.does(
        "businessdate_update",
        "POST businessdate",
        SetBusinessDate,
        BUSINESS_DATE.requiring("type", "date", name="BusinessDateChange"),
        answers=Written(ids=(), always=True).showing(BUSINESS_DATE.only("date")),
    ),
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
