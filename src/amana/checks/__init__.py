"""Integrity: a list of validators over a tenant's records. Importing this package registers them all."""

from amana.checks import audit_trail, books, loans, parties, provisions
from amana.checks.validator import Finding, Validator, all_validators, check_tenant

__all__ = [
    "Finding",
    "Validator",
    "all_validators",
    "audit_trail",
    "books",
    "check_tenant",
    "loans",
    "parties",
    "provisions",
]
