"""Users, roles, permissions, credentials, and the office tree as the scope of rights."""
