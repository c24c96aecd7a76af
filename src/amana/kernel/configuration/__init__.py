"""Global configuration: switches and values of the institution, its business date and its time zone."""
