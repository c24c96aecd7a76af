"""Musoni: a relative of Mifos X with a key per user, single-purpose answers and errors of its own."""
