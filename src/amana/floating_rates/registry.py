"""Importing this module registers every verb and query of the floating rates."""

import amana.floating_rates.add_period
import amana.floating_rates.create
import amana.floating_rates.queries
import amana.floating_rates.update  # noqa: F401 - registers
