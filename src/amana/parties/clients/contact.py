"""Ways to reach a client."""

import re

from amana.kernel.refusals import Problem

_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")


def contact_problems(email: str | None) -> list[Problem]:
    """What is wrong with an e-mail address. Telephone numbers are kept as they were told."""
    if email is None or _EMAIL.fullmatch(email):
        return []
    return [Problem(field="email", kind="format", message=f"{email} is no e-mail address.", value=email)]
