"""Notes about clients, groups and whatever else a slice makes a subject of."""
