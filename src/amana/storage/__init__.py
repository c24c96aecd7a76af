"""Databases, sessions, compiled statements and column types: the only package that talks to PostgreSQL."""
