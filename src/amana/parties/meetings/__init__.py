"""When groups and centres meet."""
