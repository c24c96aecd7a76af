"""Loan products: the terms loans start from, and the limits within which a loan may depart from them."""
