"""Life stories of loans (``cases.jsonl.gz`` with its set-up files beside it), told over the wire."""
