"""Golden exchanges: the contract's own samples, sent and compared. See ``docs/explanation/golden-exchanges.md``."""
