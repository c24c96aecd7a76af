"""Importing this module registers every verb and query of the charges."""

import amana.charges.create
import amana.charges.delete
import amana.charges.queries
import amana.charges.update  # noqa: F401 - registers
