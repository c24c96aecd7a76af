"""Offices, staff, clients, groups (centre = group of groups), identifiers, images, notes, search."""
