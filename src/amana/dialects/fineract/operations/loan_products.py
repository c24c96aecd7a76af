"""Loan products with today's names."""

from amana.dialects.base.codecs import BOOLEAN, ID
from amana.dialects.base.fields import Field, Fields
from amana.dialects.base.rows import Row, Rows
from amana.dialects.families.mifos.answers import RESOURCE, Listed
from amana.dialects.fineract.fields.loan_products import (
    LOAN_PRODUCT_CHANGES_TODAY,
    LOAN_PRODUCT_TEMPLATE_TODAY,
    LOAN_PRODUCT_TODAY,
    LOAN_PRODUCT_TODAY_WITH_OPTIONS,
    NEW_LOAN_PRODUCT_TODAY,
)
from amana.loans.products.create import CreateLoanProduct
from amana.loans.products.queries import GetLoanProduct, GetLoanProductTemplate, ListLoanProducts
from amana.loans.products.update import UpdateLoanProduct

ROW = Rows("loanproduct", places={"productId": Field("productId", "product", ID)})

ROWS: tuple[Row, ...] = (
    ROW.shows("loanproducts_list", "GET loanproducts", ListLoanProducts, Listed(LOAN_PRODUCT_TODAY)),
    ROW.shows(
        "loanproducts_retrieve",
        "GET loanproducts/{productId}",
        GetLoanProduct,
        LOAN_PRODUCT_TODAY_WITH_OPTIONS,
        filters=Fields("WithOptions", Field("template", "with_options", BOOLEAN)),
    ),
    ROW.shows(
        "loanproducts_template",
        "GET loanproducts/template",
        GetLoanProductTemplate,
        LOAN_PRODUCT_TEMPLATE_TODAY,
    ),
    ROW.does(
        "loanproducts_create",
        "POST loanproducts",
        CreateLoanProduct,
        NEW_LOAN_PRODUCT_TODAY,
        answers=RESOURCE,
    ),
    ROW.does(
        "loanproducts_update",
        "PUT loanproducts/{productId}",
        UpdateLoanProduct,
        LOAN_PRODUCT_CHANGES_TODAY,
        answers=RESOURCE,
    ),
)
