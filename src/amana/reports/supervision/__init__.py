"""What supervisors see of their teams: officers, the centres they run, the members and loans of those.

A supervisor is a member of staff, his team the loan officers who report to him; an officer runs the centres he is
put in charge of; members are the clients in their groups.
"""
