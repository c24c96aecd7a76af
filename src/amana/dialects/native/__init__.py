"""The native API, derived from the registries of commands and queries."""
