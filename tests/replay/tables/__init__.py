"""Plays the tables of worked examples (``classical``, ``allocation``, ``accounting``): steps with figures beside them."""
