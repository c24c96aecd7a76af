"""Passwords of users, and of those who are none."""

from argon2 import extract_parameters

from amana.kernel.access import passwords


def test_somebody_unknown_costs_as_much_as_a_user() -> None:
    of_a_user = extract_parameters(passwords.hash_password("a password"))
    assert extract_parameters(passwords._NOBODY) == of_a_user


def test_nobody_has_a_password() -> None:
    assert not passwords.matches(None, "nobody has this password")
    assert passwords.matches(passwords.hash_password("mine"), "mine")
