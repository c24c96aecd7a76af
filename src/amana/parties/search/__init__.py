"""Finding people and accounts by what callers remember of them."""
