"""Delinquency: buckets of ranges, how loans are classified by them, and pauses in which they do not age."""
