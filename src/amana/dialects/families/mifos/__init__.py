"""The conventions shared by Mifos X, Musoni and today's Fineract names."""
