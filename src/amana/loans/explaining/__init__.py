"""Where each amount of a loan comes from, for whoever has to answer for it."""
