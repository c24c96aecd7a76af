"""Taxes that income from charges contains: components with their rates over time, and groups of them."""
