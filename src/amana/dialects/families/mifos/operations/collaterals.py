"""Collateral of loans."""

from amana.dialects.base.codecs import ID
from amana.dialects.base.fields import Field
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.answers import Listed, Written
from amana.dialects.families.mifos.fields.guarantors import (
    COLLATERAL,
    COLLATERAL_CHANGES,
    COLLATERAL_TEMPLATE,
    NEW_COLLATERAL,
)
from amana.loans.add_collateral import AddCollateral
from amana.loans.asking import GetCollateral, ListCollateral
from amana.loans.remove_collateral import RemoveCollateral
from amana.loans.templates import GetCollateralTemplate
from amana.loans.update_collateral import UpdateCollateral

ROW = Rows(
    "collateral",
    places={"loanId": Field("loanId", "loan", ID), "collateralId": Field("collateralId", "collateral", ID)},
)
OF_LOAN = Written(ids=("loanId", "resourceId"))

ROWS = (
    ROW.shows("collaterals_list", "GET loans/{loanId}/collaterals", ListCollateral, Listed(COLLATERAL)),
    ROW.shows(
        "collaterals_template",
        "GET loans/{loanId}/collaterals/template",
        GetCollateralTemplate,
        COLLATERAL_TEMPLATE,
    ),
    ROW.shows(
        "collaterals_retrieve", "GET loans/{loanId}/collaterals/{collateralId}", GetCollateral, COLLATERAL
    ),
    ROW.does(
        "collaterals_create",
        "POST loans/{loanId}/collaterals",
        AddCollateral,
        NEW_COLLATERAL,
        answers=OF_LOAN,
    ),
    ROW.does(
        "collaterals_update",
        "PUT loans/{loanId}/collaterals/{collateralId}",
        UpdateCollateral,
        COLLATERAL_CHANGES,
        answers=OF_LOAN.showing(COLLATERAL_CHANGES),
    ),
    ROW.does(
        "collaterals_delete",
        "DELETE loans/{loanId}/collaterals/{collateralId}",
        RemoveCollateral,
        answers=OF_LOAN,
    ),
)
