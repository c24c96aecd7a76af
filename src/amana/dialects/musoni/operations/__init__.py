"""Operation rows, one module per subject."""
