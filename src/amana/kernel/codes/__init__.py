"""Codes: lists of values that the institution edits itself (kinds of identity papers, reasons, purposes)."""
