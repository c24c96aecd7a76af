"""Importing this module registers every verb and query of loan products."""

import amana.loans.products.close
import amana.loans.products.create
import amana.loans.products.mix
import amana.loans.products.queries
import amana.loans.products.update  # noqa: F401 - registers
