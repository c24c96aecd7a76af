"""Loans whose rate moves with a floating rate of the institution."""
