"""Plays files of cases (inputs and the figures that must come out of them) against the server, in process.

``python -m tests.replay --cases FILE [--group G] [--id ID] [--format json] [--jobs N]``. A step that is not known
fails its case; a case passes when every expectation in it held.
"""
