"""Why a figure is what it is: the rule, its inputs, the unrounded value, the rounding, and where a remainder went.

Nothing here decides an amount: the engine runs as always with a recorder in place of its interest rule, and what was
recorded is told row by row. Every figure can be worked out again from its own inputs alone (``Figure.recomputed``).
"""
