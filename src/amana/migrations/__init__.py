"""Schema migrations (Alembic) and the database roles."""
