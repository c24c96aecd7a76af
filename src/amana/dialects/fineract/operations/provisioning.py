"""Provisioning: categories, criteria, entries of a day."""

from amana.dialects.base.codecs import ID
from amana.dialects.base.fields import Field
from amana.dialects.base.rows import Row, Rows
from amana.dialects.families.mifos.answers import RESOURCE, Listed
from amana.dialects.fineract.answers import OnePage
from amana.dialects.fineract.fields.provisioning import (
    CATEGORY,
    CATEGORY_CHANGES,
    CRITERIA,
    CRITERIA_CHANGES,
    NEW_CATEGORY,
    NEW_CRITERIA,
    NEW_PROVISION,
    PART,
    PART_FILTERS,
    PROVISION,
)
from amana.loans.provisioning.edit_category import (
    CreateProvisioningCategory,
    DeleteProvisioningCategory,
    UpdateProvisioningCategory,
)
from amana.loans.provisioning.edit_criteria import (
    CreateProvisioningCriteria,
    DeleteProvisioningCriteria,
    UpdateProvisioningCriteria,
)
from amana.loans.provisioning.provide import PostProvision, ProvideForLoans, RecomputeProvision
from amana.loans.provisioning.queries import (
    GetProvision,
    GetProvisioningCategory,
    GetProvisioningCriteria,
    ListProvisioningCategories,
    ListProvisioningCriteria,
    ListProvisionParts,
    ListProvisions,
)

ROW = Rows(
    "provisioning",
    places={
        "categoryId": Field("categoryId", "category", ID),
        "criteriaId": Field("criteriaId", "criteria", ID),
        "entryId": Field("entryId", "provision", ID),
    },
)
CATEGORIES, ALL_CRITERIA, ENTRIES = "provisioningcategory", "provisioningcriteria", "provisioningentries"

ROWS: tuple[Row, ...] = (
    ROW.shows("provisioningcategory_list", f"GET {CATEGORIES}", ListProvisioningCategories, Listed(CATEGORY)),
    ROW.shows(
        "provisioningcategory_retrieve", f"GET {CATEGORIES}/{{categoryId}}", GetProvisioningCategory, CATEGORY
    ),
    ROW.does(
        "provisioningcategory_create",
        f"POST {CATEGORIES}",
        CreateProvisioningCategory,
        NEW_CATEGORY,
        answers=RESOURCE,
    ),
    ROW.does(
        "provisioningcategory_update",
        f"PUT {CATEGORIES}/{{categoryId}}",
        UpdateProvisioningCategory,
        CATEGORY_CHANGES,
        answers=RESOURCE.showing(CATEGORY_CHANGES),
    ),
    ROW.does(
        "provisioningcategory_delete",
        f"DELETE {CATEGORIES}/{{categoryId}}",
        DeleteProvisioningCategory,
        answers=RESOURCE,
    ),
    ROW.shows("provisioningcriteria_list", f"GET {ALL_CRITERIA}", ListProvisioningCriteria, Listed(CRITERIA)),
    ROW.shows(
        "provisioningcriteria_retrieve",
        f"GET {ALL_CRITERIA}/{{criteriaId}}",
        GetProvisioningCriteria,
        CRITERIA,
    ),
    ROW.does(
        "provisioningcriteria_create",
        f"POST {ALL_CRITERIA}",
        CreateProvisioningCriteria,
        NEW_CRITERIA,
        answers=RESOURCE,
    ),
    ROW.does(
        "provisioningcriteria_update",
        f"PUT {ALL_CRITERIA}/{{criteriaId}}",
        UpdateProvisioningCriteria,
        CRITERIA_CHANGES,
        answers=RESOURCE,
    ),
    ROW.does(
        "provisioningcriteria_delete",
        f"DELETE {ALL_CRITERIA}/{{criteriaId}}",
        DeleteProvisioningCriteria,
        answers=RESOURCE,
    ),
    ROW.shows("provisioningentries_list", f"GET {ENTRIES}", ListProvisions, OnePage(PROVISION)),
    ROW.shows(
        "provisioningentries_parts",
        f"GET {ENTRIES}/entries",
        ListProvisionParts,
        OnePage(PART),
        filters=PART_FILTERS,
    ),
    ROW.shows("provisioningentries_retrieve", f"GET {ENTRIES}/{{entryId}}", GetProvision, PROVISION),
    ROW.does(
        "provisioningentries_create", f"POST {ENTRIES}", ProvideForLoans, NEW_PROVISION, answers=RESOURCE
    ),
    ROW.does(
        "provisioningentries_post",
        f"POST {ENTRIES}/{{entryId}}?command=createjournalentry",
        PostProvision,
        answers=RESOURCE,
    ),
    ROW.does(
        "provisioningentries_recreate",
        f"POST {ENTRIES}/{{entryId}}?command=recreateprovisioningentry",
        RecomputeProvision,
        answers=RESOURCE,
    ),
)
