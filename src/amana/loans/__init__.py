"""Loans: a contract is its terms plus its events; schedule, balances and journal lines are derived from them."""
