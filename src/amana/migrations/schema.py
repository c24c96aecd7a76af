"""The complete metadata: importing this module imports every slice's tables."""

import amana.charges.records
import amana.floating_rates.records
import amana.funds.records
import amana.kernel.access.records
import amana.kernel.account_numbers.records
import amana.kernel.calendar.records
import amana.kernel.codes.records
import amana.kernel.currencies.records
import amana.kernel.extension_data.records
import amana.kernel.records
import amana.ledger.records
import amana.loans.closing.records
import amana.loans.delinquency.records
import amana.loans.products.records
import amana.loans.provisioning.records
import amana.loans.records
import amana.parties.meetings.records
import amana.parties.records
import amana.reports.supervision.records
import amana.taxes.records  # noqa: F401 - these imports register tables
from amana.storage.records import metadata

__all__ = ["metadata"]
