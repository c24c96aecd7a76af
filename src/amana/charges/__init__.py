"""Charges: the fees and penalties an institution defines; products and accounts take their terms from them."""
