"""Floating rates: yearly rates that change on days of their own, and that products and their loans follow."""
