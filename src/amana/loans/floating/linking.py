"""What a loan's floating rate comes to, as the institution's tables have it now."""

from dataclasses import replace

from amana.finance.floating import rates_over_time
from amana.floating_rates.store import rate_table
from amana.kernel.refusals import invalid
from amana.loans.contract import LoanContract
from amana.loans.floating.terms import FloatingTerms
from amana.storage.session import ReadSession


def up_to_date(session: ReadSession, floating: FloatingTerms) -> FloatingTerms:
    """The same agreement with the rates as they are known now."""
    table = rate_table(session, floating.rate)
    rates = rates_over_time(table.periods, table.base_periods, floating.spread)
    return replace(floating, version=table.version, rates=rates)


def linked(session: ReadSession, contract: LoanContract) -> LoanContract:
    """The contract with the rates that its floating rate comes to; refuses one that has none yet."""
    if contract.floating is None:
        return contract
    floating = up_to_date(session, contract.floating)
    if not floating.rates:
        message = f"The floating rate {floating.rate} has no period yet."
        raise invalid("product", "inconsistent", message, floating.rate)
    return replace(contract, floating=floating).as_of_start(contract.terms.expected_disbursement_on)
