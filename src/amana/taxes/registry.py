"""Importing this module registers every verb and query of taxes."""

import amana.taxes.create_component
import amana.taxes.create_group
import amana.taxes.queries
import amana.taxes.update_component
import amana.taxes.update_group  # noqa: F401 - registers
