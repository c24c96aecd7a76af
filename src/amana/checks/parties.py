"""Offices, clients and groups: trees are trees, and who belongs to whom makes sense."""

from collections.abc import Iterator

from amana.checks.validator import validates
from amana.storage.session import ReadSession

OFFICE_PATHS = """
SELECT o.id, o.hierarchy FROM office o LEFT JOIN office p ON p.id = o.parent_id
 WHERE o.hierarchy <> CASE WHEN p.id IS NULL THEN '.' ELSE p.hierarchy || o.id || '.' END ORDER BY 1
"""
HEAD_OFFICES = "SELECT count(*) FROM office WHERE parent_id IS NULL"
GROUP_PATHS = """
SELECT g.id, g.hierarchy FROM client_group g LEFT JOIN client_group p ON p.id = g.parent_id
 WHERE g.hierarchy <> coalesce(p.hierarchy, '.') || g.id || '.' ORDER BY 1
"""
GROUP_PARENTS = """
SELECT g.id FROM client_group g JOIN client_group p ON p.id = g.parent_id
 WHERE p.level <> 'centre' OR g.level <> 'group' OR p.office_id <> g.office_id ORDER BY 1
"""
ELSEWHERE = """
SELECT m.group_id, m.client_id FROM group_member m
  JOIN client_group g ON g.id = m.group_id JOIN client c ON c.id = m.client_id
 WHERE c.office_id <> g.office_id ORDER BY 1, 2
"""
WITHOUT_IDENTITY = """
SELECT 'office', id FROM office WHERE id NOT IN (SELECT id FROM identity WHERE kind = 'office')
UNION ALL SELECT 'client', id FROM client WHERE id NOT IN (SELECT id FROM identity WHERE kind = 'client')
ORDER BY 1, 2
"""


@validates("offices.paths")
def office_paths(session: ReadSession) -> Iterator[tuple[str, str]]:
    """There is one head office, and an office's path is its parent's with its own id."""
    heads = session.scalar(HEAD_OFFICES)
    if heads != 1:
        yield "office tree", f"has {heads} head offices"
    for office, path in session.tuples(OFFICE_PATHS):
        yield f"office {office}", f"its path {path} does not follow its parent's"


@validates("groups.paths")
def group_paths(session: ReadSession) -> Iterator[tuple[str, str]]:
    """A group's path is its centre's with its own id; centres hold groups of their own office only."""
    for group, path in session.tuples(GROUP_PATHS):
        yield f"group {group}", f"its path {path} does not follow its parent's"
    for (group,) in session.tuples(GROUP_PARENTS):
        yield f"group {group}", "is not a group below a centre of its own office"


@validates("groups.members_are_of_the_office")
def members_of_the_office(session: ReadSession) -> Iterator[tuple[str, str]]:
    """A group's members belong to its office."""
    for group, client in session.tuples(ELSEWHERE):
        yield f"group {group}", f"its member {client} belongs to another office"


@validates("identities.complete")
def identities_complete(session: ReadSession) -> Iterator[tuple[str, str]]:
    """Every office and client has its key."""
    for kind, record in session.tuples(WITHOUT_IDENTITY):
        yield f"{kind} {record}", "has no identity"
