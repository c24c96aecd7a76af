"""Loan products."""

from amana.dialects.base.codecs import BOOLEAN, ID
from amana.dialects.base.fields import Field, Fields
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.answers import RESOURCE, Listed
from amana.dialects.families.mifos.fields.loan_products import (
    LOAN_PRODUCT,
    LOAN_PRODUCT_CHANGES,
    LOAN_PRODUCT_TEMPLATE,
    LOAN_PRODUCT_WITH_OPTIONS,
    NEW_LOAN_PRODUCT,
)
from amana.loans.products.create import CreateLoanProduct
from amana.loans.products.queries import GetLoanProduct, GetLoanProductTemplate, ListLoanProducts
from amana.loans.products.update import UpdateLoanProduct

ROW = Rows("loanproduct", places={"productId": Field("productId", "product", ID)})
TEMPLATE = Fields("WithOptions", Field("template", "with_options", BOOLEAN))

ROWS = (
    ROW.shows("loanproducts_list", "GET loanproducts", ListLoanProducts, Listed(LOAN_PRODUCT)),
    ROW.shows(
        "loanproducts_template", "GET loanproducts/template", GetLoanProductTemplate, LOAN_PRODUCT_TEMPLATE
    ),
    ROW.shows(
        "loanproducts_retrieve",
        "GET loanproducts/{productId}",
        GetLoanProduct,
        LOAN_PRODUCT_WITH_OPTIONS,
        filters=TEMPLATE,
    ),
    ROW.does(
        "loanproducts_create", "POST loanproducts", CreateLoanProduct, NEW_LOAN_PRODUCT, answers=RESOURCE
    ),
    ROW.does(
        "loanproducts_update",
        "PUT loanproducts/{productId}",
        UpdateLoanProduct,
        LOAN_PRODUCT_CHANGES,
        answers=RESOURCE.showing(LOAN_PRODUCT_CHANGES),
    ),
)
