"""Importing this module registers every verb and query of the funds."""

import amana.funds.create
import amana.funds.queries
import amana.funds.update  # noqa: F401 - registers
