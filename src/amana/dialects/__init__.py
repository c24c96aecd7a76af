"""The wire dialects: thin, declared translations over one core."""
