"""Field rows, one module per subject: the family's, and what Musoni has besides."""
