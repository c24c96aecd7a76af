"""Importing this module registers every verb and query of the parties, and of the registers they lean on."""

import amana.kernel.codes.edit_code
import amana.kernel.codes.edit_values
import amana.kernel.codes.queries
import amana.kernel.codes.seeds
import amana.parties.clients.create
import amana.parties.clients.identifiers
import amana.parties.clients.queries
import amana.parties.groups.create
import amana.parties.groups.queries
import amana.parties.offices.create
import amana.parties.offices.queries
import amana.parties.offices.update
import amana.parties.staff.create
import amana.parties.staff.queries
import amana.parties.staff.update  # noqa: F401 - registers
