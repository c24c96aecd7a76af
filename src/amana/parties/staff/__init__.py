"""Staff: who works for the institution."""
