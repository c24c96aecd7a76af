"""A derivation takes as long as the machine lets it: no deadline per example."""

from hypothesis import settings

settings.register_profile("loans", deadline=None)
settings.load_profile("loans")
