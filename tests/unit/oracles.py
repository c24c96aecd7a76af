"""Where the worked examples are that tests read in place."""

import os
from pathlib import Path

SHARED = Path(os.environ.get("AMANA_SHARED", Path(__file__).parents[2].parent / "shared"))
