"""What related dialects share."""
