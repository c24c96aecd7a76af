"""Clients: persons and entities, from application to closure, their papers and pictures."""
