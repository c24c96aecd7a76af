"""Amana: one core for microfinance, several wire dialects over it."""
