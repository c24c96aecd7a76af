"""Importing this module registers every command, query and seeder: the composition root's list of slices."""

import amana.kernel.access.bootstrap
import amana.kernel.maker_checker  # noqa: F401 - registers commands and seeders
