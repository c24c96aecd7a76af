"""Charge definitions."""

from amana.charges.create import CreateCharge
from amana.charges.delete import DeleteCharge
from amana.charges.queries import GetCharge, GetChargeTemplate, ListCharges
from amana.charges.update import UpdateCharge
from amana.dialects.base.codecs import BOOLEAN, ID
from amana.dialects.base.fields import Field, Fields
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.answers import RESOURCE, Listed, WithTemplate
from amana.dialects.families.mifos.fields.charges import (
    CHARGE,
    CHARGE_CHANGES,
    CHARGE_OPTIONS,
    CHARGE_TEMPLATE,
    NEW_CHARGE,
)

ROW = Rows("charge", places={"chargeId": Field("chargeId", "charge", ID)})
WITH_OPTIONS = Fields("ChargeDetailFilters", Field("template", "with_options", BOOLEAN))

ROWS = (
    ROW.shows("charges_template", "GET charges/template", GetChargeTemplate, CHARGE_TEMPLATE),
    ROW.does("charges_create", "POST charges", CreateCharge, NEW_CHARGE, answers=RESOURCE),
    ROW.shows("charges_list", "GET charges", ListCharges, Listed(CHARGE)),
    ROW.shows(
        "charges_retrieve",
        "GET charges/{chargeId}",
        GetCharge,
        WithTemplate(CHARGE, CHARGE_OPTIONS),
        filters=WITH_OPTIONS,
    ),
    ROW.does(
        "charges_update",
        "PUT charges/{chargeId}",
        UpdateCharge,
        CHARGE_CHANGES,
        answers=RESOURCE.showing(CHARGE_CHANGES),
    ),
    ROW.does("charges_delete", "DELETE charges/{chargeId}", DeleteCharge, answers=RESOURCE),
)
