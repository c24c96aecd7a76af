"""Plays tables of worked examples (``classical``, ``allocation``, ``accounting``): steps, figures beside them."""
