"""Product mix: which loan products may not be held together."""

from amana.dialects.base.codecs import ID
from amana.dialects.base.fields import Field
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.answers import Listed, Written
from amana.dialects.families.mifos.fields.loan_products import (
    MIX_CHANGES,
    NEW_MIX,
    OF_PRODUCT,
    PRODUCT_MIX,
    PRODUCT_MIXES,
    PRODUCTS_WITHOUT_MIX,
)
from amana.loans.products.mix import CreateProductMix, DeleteProductMix, UpdateProductMix
from amana.loans.products.queries import GetProductMix, ListProductMixes, ListProductsWithoutMix

ROW = Rows("productmix", places={"productId": Field("productId", "product", ID)})
CHANGED = Written(ids=(), changes=MIX_CHANGES, always=True, more=OF_PRODUCT)

ROWS = (
    ROW.shows(
        "loanproductmix_list",
        "GET loanproducts?associations=productMixes",
        ListProductMixes,
        Listed(PRODUCT_MIXES),
    ),
    ROW.shows(
        "loanproductmix_template",
        "GET loanproducts/template?isProductMixTemplate=true",
        ListProductsWithoutMix,
        PRODUCTS_WITHOUT_MIX,
    ),
    ROW.shows(
        "loanproductmix_retrieve", "GET loanproducts/{productId}/productmix", GetProductMix, PRODUCT_MIX
    ),
    ROW.does(
        "loanproductmix_create",
        "POST loanproducts/{productId}/productmix",
        CreateProductMix,
        NEW_MIX,
        answers=CHANGED,
    ),
    ROW.does(
        "loanproductmix_update",
        "PUT loanproducts/{productId}/productmix",
        UpdateProductMix,
        NEW_MIX,
        answers=CHANGED,
    ),
    ROW.does(
        "loanproductmix_delete",
        "DELETE loanproducts/{productId}/productmix",
        DeleteProductMix,
        answers=CHANGED,
    ),
)
