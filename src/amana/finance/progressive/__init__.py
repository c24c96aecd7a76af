"""Progressive loans: interest and instalments worked out instalment by instalment, as events come."""
