"""Accounting rules."""

from amana.dialects.base.codecs import ID
from amana.dialects.base.fields import Field
from amana.dialects.base.rows import Rows
from amana.dialects.families.mifos.answers import OFFICE_RESOURCE, RESOURCE, Listed
from amana.dialects.families.mifos.fields.accounting_rules import (
    ACCOUNTING_RULE,
    ACCOUNTING_RULE_CHANGES,
    ACCOUNTING_RULE_TEMPLATE,
    NEW_ACCOUNTING_RULE,
)
from amana.ledger.accounting_rules.create import CreateAccountingRule
from amana.ledger.accounting_rules.delete import DeleteAccountingRule
from amana.ledger.accounting_rules.queries import (
    GetAccountingRule,
    GetAccountingRuleTemplate,
    ListAccountingRules,
)
from amana.ledger.accounting_rules.update import UpdateAccountingRule

ROW = Rows("accountingRule", places={"accountingruleId": Field("accountingruleId", "rule", ID)})

ROWS = (
    ROW.shows(
        "accountingrules_template",
        "GET accountingrules/template",
        GetAccountingRuleTemplate,
        ACCOUNTING_RULE_TEMPLATE,
    ),
    ROW.does(
        "accountingrules_create",
        "POST accountingrules",
        CreateAccountingRule,
        NEW_ACCOUNTING_RULE,
        answers=OFFICE_RESOURCE,
    ),
    ROW.shows("accountingrules_list", "GET accountingrules", ListAccountingRules, Listed(ACCOUNTING_RULE)),
    ROW.shows(
        "accountingrules_retrieve",
        "GET accountingrules/{accountingruleId}",
        GetAccountingRule,
        ACCOUNTING_RULE,
    ),
    ROW.does(
        "accountingrules_update",
        "PUT accountingrules/{accountingruleId}",
        UpdateAccountingRule,
        ACCOUNTING_RULE_CHANGES,
        answers=RESOURCE.showing(ACCOUNTING_RULE_CHANGES),
    ),
    ROW.does(
        "accountingrules_delete",
        "DELETE accountingrules/{accountingruleId}",
        DeleteAccountingRule,
        answers=RESOURCE,
    ),
)
