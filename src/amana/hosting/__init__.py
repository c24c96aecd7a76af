"""What every process needs before it can work: settings, the database server, the tenants, logs."""
