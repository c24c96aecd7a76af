"""Wire fields of Mifos X, one module per subject."""
