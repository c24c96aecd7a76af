"""Currencies: the catalogue of those that exist, and the selection an institution works in."""
