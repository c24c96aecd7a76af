"""Charge definitions, which today also say how they are paid and which taxes they contain."""

from amana.charges.create import CreateCharge
from amana.charges.queries import GetCharge, ListCharges
from amana.charges.update import UpdateCharge
from amana.dialects.base.codecs import ID
from amana.dialects.base.fields import Field, Fields, Nested
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.answers import RESOURCE, Listed, WithTemplate
from amana.dialects.families.mifos.fields.charges import CHARGE, CHARGE_CHANGES, CHARGE_OPTIONS, NEW_CHARGE
from amana.dialects.families.mifos.operations.charges import ROW as FAMILY
from amana.dialects.families.mifos.operations.charges import WITH_OPTIONS
from amana.dialects.families.mifos.switches import Off

ROW = Rows(FAMILY.resource, FAMILY.places)
REGULAR = Field(
    "chargePaymentMode", ".", Off(), about="0: by repayments; transfers from an account are not there"
)
TAXES = Field("taxGroupId", "tax_group", ID, clears=True)
NEW_CHARGE_TODAY = NEW_CHARGE.plus(REGULAR, TAXES, name="NewChargeToday")
CHARGE_CHANGES_TODAY = CHARGE_CHANGES.plus(REGULAR, TAXES, name="ChargeChangesToday")
GROUP = Nested(Fields("TaxGroupOfCharge", Field("id", ".", ID)))
CHARGE_TODAY = CHARGE.plus(Field("taxGroup", "tax_group", GROUP), name="ChargeToday")

ROWS = (
    ROW.shows("charges_list_today", "GET charges", ListCharges, Listed(CHARGE_TODAY)),
    ROW.shows(
        "charges_retrieve_today",
        "GET charges/{chargeId}",
        GetCharge,
        WithTemplate(CHARGE_TODAY, CHARGE_OPTIONS),
        filters=WITH_OPTIONS,
    ),
    ROW.does("charges_create", "POST charges", CreateCharge, NEW_CHARGE_TODAY, answers=RESOURCE),
    ROW.does(
        "charges_update",
        "PUT charges/{chargeId}",
        UpdateCharge,
        CHARGE_CHANGES_TODAY,
        answers=RESOURCE.showing(CHARGE_CHANGES_TODAY.without("chargePaymentMode")),
    ),
)
