"""Importing this module registers every command, query and seeder: the composition root's list of slices."""

import amana.charges.registry
import amana.floating_rates.registry
import amana.funds.registry
import amana.kernel.registry
import amana.ledger.registry
import amana.loans.products.registry
import amana.loans.registry
import amana.parties.registry
import amana.reports.supervision.registry
import amana.reports.trail
import amana.taxes.registry  # noqa: F401 - registers commands and seeders
