"""Mifos X 1.9, on both of its base paths."""
