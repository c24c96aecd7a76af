"""Types of payment."""

from amana.dialects.base.codecs import ID, INTEGER, Text
from amana.dialects.base.fields import Field, Fields
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.answers import RESOURCE, Listed
from amana.dialects.families.mifos.switches import Off
from amana.kernel.codes.payment_types import AddPaymentType, ListPaymentTypes

ROW = Rows("paymenttype")

PAYMENT_TYPE = Fields(
    "PaymentType",
    Field("id", "id", ID),
    Field("name", "name", Text(100)),
    Field("description", "description", Text(500)),
    Field("position", "position", INTEGER),
)
NEW_PAYMENT_TYPE = (
    PAYMENT_TYPE.without("id", name="NewPaymentType")
    .requiring("name")
    .plus(Field("isCashPayment", ".", Off()))
)

ROWS = (
    ROW.shows("paymenttypes_list", "GET paymenttypes", ListPaymentTypes, Listed(PAYMENT_TYPE)),
    ROW.does("paymenttypes_create", "POST paymenttypes", AddPaymentType, NEW_PAYMENT_TYPE, answers=RESOURCE),
)
