"""Field rows of today's Fineract: what it says besides Mifos X, or otherwise."""
