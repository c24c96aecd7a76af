"""Account numbers: how the numbers that people see are made from the ids that records have."""
