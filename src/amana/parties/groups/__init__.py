"""Groups of clients, and centres: groups of groups."""
