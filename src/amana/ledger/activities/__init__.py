"""Financial activities: ledger accounts that the institution names once, whatever the product."""
