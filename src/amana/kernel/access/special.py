"""Rights that no single command or query asks for, and that slices look at themselves."""

from amana.kernel.context import ALL_FUNCTIONS, ALL_FUNCTIONS_READ, CHECKER_SUPER_USER

SPECIAL: dict[str, str] = {
    ALL_FUNCTIONS: "special",
    ALL_FUNCTIONS_READ: "special",
    CHECKER_SUPER_USER: "special",
    "READ_AUDIT": "special",
}
"""Code to grouping."""


def declares_permission(code: str, grouping: str) -> str:
    """Make ``code`` a right that can be given to roles; gives it back."""
    SPECIAL[code] = grouping
    return code
