"""Importing this module registers every command and query of the supervisors' reports."""

import amana.reports.supervision.delete
import amana.reports.supervision.generate
import amana.reports.supervision.queries  # noqa: F401 - registers
