"""Reports: questions over what the slices hold, and what was kept of their answers."""
