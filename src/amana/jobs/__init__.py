"""Work nobody waits for: sealing the audit, delivering messages, dropping what has had its day."""
