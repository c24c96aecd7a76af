"""Charge definitions, which today also say how they are paid."""

from amana.charges.create import CreateCharge
from amana.charges.update import UpdateCharge
from amana.dialects.base.fields import Field
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.answers import RESOURCE
from amana.dialects.families.mifos.fields.charges import CHARGE_CHANGES, NEW_CHARGE
from amana.dialects.families.mifos.operations.charges import ROW as FAMILY
from amana.dialects.families.mifos.switches import Off

ROW = Rows(FAMILY.resource, FAMILY.places)
REGULAR = Field(
    "chargePaymentMode", ".", Off(), about="0: by repayments; transfers from an account are not there"
)
NEW_CHARGE_TODAY = NEW_CHARGE.plus(REGULAR, name="NewChargeToday")
CHARGE_CHANGES_TODAY = CHARGE_CHANGES.plus(REGULAR, name="ChargeChangesToday")

ROWS = (
    ROW.does("charges_create", "POST charges", CreateCharge, NEW_CHARGE_TODAY, answers=RESOURCE),
    ROW.does(
        "charges_update",
        "PUT charges/{chargeId}",
        UpdateCharge,
        CHARGE_CHANGES_TODAY,
        answers=RESOURCE.showing(CHARGE_CHANGES),
    ),
)
