"""Accounting rules: presets for entries by hand, each side one account or any account with one of some tags."""
