"""Supervisor reports: a small API over the teams of supervisors, with bearer tokens."""
