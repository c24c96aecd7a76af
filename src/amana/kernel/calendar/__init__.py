"""The institution's calendar: working days of the week and holidays of its offices."""
