"""Funds: who provides the money that is lent; a label on products and loans."""
