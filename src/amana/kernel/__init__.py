"""What every product needs and none owns: commands, the pipeline, queries, refusals, access, audit."""
