"""Progressive loans: instalments that follow what happens, one event after another."""
