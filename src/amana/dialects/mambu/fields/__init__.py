"""Field rows, one module per subject."""
