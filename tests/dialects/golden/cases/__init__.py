"""Cases by subject; each module exports ``CASES``."""
