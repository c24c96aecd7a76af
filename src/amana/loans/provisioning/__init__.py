"""Provisions for loans that may not come back: categories, criteria by overdue age, what is set aside on a day."""
