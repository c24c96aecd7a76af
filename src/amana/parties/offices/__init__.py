"""Offices: the tree that bounds what users see and that bears the ledger's entries."""
