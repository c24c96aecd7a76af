"""Importing this module registers every verb and query of the ledger."""

import amana.ledger.accounting_rules.create
import amana.ledger.accounting_rules.delete
import amana.ledger.accounting_rules.queries
import amana.ledger.accounting_rules.update
import amana.ledger.activities.create
import amana.ledger.activities.delete
import amana.ledger.activities.queries
import amana.ledger.activities.update
import amana.ledger.chart_queries
import amana.ledger.close_period
import amana.ledger.closure_queries
import amana.ledger.closures
import amana.ledger.create_account
import amana.ledger.delete_account
import amana.ledger.journal_queries
import amana.ledger.opening_balances
import amana.ledger.post_manual_entry
import amana.ledger.reopen_period
import amana.ledger.reverse_entry
import amana.ledger.trial_balance
import amana.ledger.update_account
import amana.ledger.update_closure  # noqa: F401 - registers
