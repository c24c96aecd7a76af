"""Close of business: what each loan goes through for each day that is over."""
