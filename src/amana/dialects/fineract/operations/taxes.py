"""Taxes and their groups."""

from amana.dialects.base.codecs import ID
from amana.dialects.base.fields import Field
from amana.dialects.base.rows import Row, Rows
from amana.dialects.families.mifos.answers import RESOURCE, Listed
from amana.dialects.fineract.fields.taxes import (
    NEW_TAX_COMPONENT,
    NEW_TAX_GROUP,
    TAX_COMPONENT,
    TAX_COMPONENT_CHANGES,
    TAX_GROUP,
    TAX_GROUP_CHANGES,
)
from amana.taxes.create_component import CreateTaxComponent
from amana.taxes.create_group import CreateTaxGroup
from amana.taxes.queries import GetTaxComponent, GetTaxGroup, ListTaxComponents, ListTaxGroups
from amana.taxes.update_component import UpdateTaxComponent
from amana.taxes.update_group import UpdateTaxGroup

PLACES = {
    "taxComponentId": Field("taxComponentId", "component", ID),
    "taxGroupId": Field("taxGroupId", "group", ID),
}
COMPONENT, GROUP = Rows("tax.component", places=PLACES), Rows("tax.group", places=PLACES)

ROWS: tuple[Row, ...] = (
    COMPONENT.shows("taxcomponents_list", "GET taxes/component", ListTaxComponents, Listed(TAX_COMPONENT)),
    COMPONENT.shows(
        "taxcomponents_retrieve", "GET taxes/component/{taxComponentId}", GetTaxComponent, TAX_COMPONENT
    ),
    COMPONENT.does(
        "taxcomponents_create",
        "POST taxes/component",
        CreateTaxComponent,
        NEW_TAX_COMPONENT,
        answers=RESOURCE,
    ),
    COMPONENT.does(
        "taxcomponents_update",
        "PUT taxes/component/{taxComponentId}",
        UpdateTaxComponent,
        TAX_COMPONENT_CHANGES,
        answers=RESOURCE.showing(TAX_COMPONENT_CHANGES),
    ),
    GROUP.shows("taxgroups_list", "GET taxes/group", ListTaxGroups, Listed(TAX_GROUP)),
    GROUP.shows("taxgroups_retrieve", "GET taxes/group/{taxGroupId}", GetTaxGroup, TAX_GROUP),
    GROUP.does("taxgroups_create", "POST taxes/group", CreateTaxGroup, NEW_TAX_GROUP, answers=RESOURCE),
    GROUP.does(
        "taxgroups_update",
        "PUT taxes/group/{taxGroupId}",
        UpdateTaxGroup,
        TAX_GROUP_CHANGES,
        answers=RESOURCE.showing(TAX_GROUP_CHANGES),
    ),
)
