"""Field rows of the Mifos family, one module per subject."""
