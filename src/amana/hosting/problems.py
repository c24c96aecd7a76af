"""What a person at a terminal can mend: told in a sentence, never as a traceback."""


class Problem(Exception):
    """The installation cannot do what is asked; the message says why and what to do."""
