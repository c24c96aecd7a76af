"""Operations of Mifos X, one module per subject."""
