"""One module of rows for each subject that today's Fineract has beyond Mifos X 1.9, or says otherwise."""
