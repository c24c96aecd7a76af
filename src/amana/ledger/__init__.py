"""Chart of accounts, balanced entries, posting rules, closures, trial balance."""
