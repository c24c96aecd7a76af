"""Mambu v1: keys beside ids, decimal text, a result code in every refusal."""
