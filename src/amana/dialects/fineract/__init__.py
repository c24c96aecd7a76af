"""Apache Fineract as it is today: the rows of Mifos X, and what has been added or renamed since."""
