"""A new user, with a password of the administrator's choice or a generated one that is sent by mail."""

from dataclasses import dataclass, replace

from amana.kernel.access import password_policy
from amana.kernel.access.passwords import hash_password
from amana.kernel.access.user_store import Users, email_problems, name_problems
from amana.kernel.codec import Hashed
from amana.kernel.commands import handles
from amana.kernel.context import Work
from amana.kernel.outcome import Outcome
from amana.kernel.refusals import InvalidInput, Problem

PASSWORD_MESSAGE = "user.password_generated"  # noqa: S105 - the name of a message


@dataclass(frozen=True, kw_only=True)
class CreateUser:
    """``mail_password``: a password is generated and put into the outbox for the user's address, whatever
    ``password`` says; otherwise ``password`` and ``password_repeated`` are needed.
    """

    username: str
    first_name: str
    last_name: str
    office: int
    roles: tuple[int, ...]
    email: str | None = None
    staff: int | None = None
    mail_password: bool = True
    password: str | None = None
    password_repeated: str | None = None


def _before_holding(command: CreateUser, work: Work) -> CreateUser:
    """The password is looked at and hashed at once; one that is generated is made when the user is."""
    _require_sound(command)
    if command.mail_password or command.password is None:
        return replace(command, password=None, password_repeated=None)
    hashed = Hashed(hash_password(_password(command, work)))
    return replace(command, password=hashed, password_repeated=hashed)


@handles(
    CreateUser,
    permission="CREATE_USER",
    grouping="authorisation",
    secret=["password", "password_repeated"],
    before_holding=_before_holding,
)
def create_user(command: CreateUser, work: Work, users: Users) -> Outcome:
    """Nobody creates a user outside his own offices, or with rights he lacks.

    Raises InvalidInput, Duplicate, NotFound, RightsExceedOwn.
    """
    _require_sound(command)
    users.require_office(command.office)
    users.require_grantable(command.roles)
    if command.staff is not None:
        users.require_staff(command.staff)
    users.require_free_name(command.username)
    password = _password(command, work)
    made = users.add(
        username=command.username,
        password_hash=hash_password(password),
        first_name=command.first_name,
        last_name=command.last_name,
        email=command.email or "",
        office_id=command.office,
        staff_id=command.staff,
    )
    users.set_roles(made, command.roles)
    users.rights_changed()
    if command.mail_password:
        work.announce(
            PASSWORD_MESSAGE,
            {"user": made, "username": command.username, "email": command.email, "password": password},
        )
    return Outcome(kind="user", id=made, office=command.office)


def _require_sound(command: CreateUser) -> None:
    problems = name_problems(
        username=command.username, first_name=command.first_name, last_name=command.last_name
    )
    problems += email_problems(command.email)
    if not command.roles:
        problems.append(Problem(field="roles", kind="blank", message="A user has at least one role."))
    if command.mail_password and not command.email:
        text = "The generated password needs an address to be sent to."
        problems.append(Problem(field="email", kind="blank", message=text))
    if not command.mail_password and not command.password:
        problems.append(Problem(field="password", kind="blank", message="The password is missing."))
    if problems:
        raise InvalidInput(tuple(problems))


def _password(command: CreateUser, work: Work) -> str:
    if command.mail_password or command.password is None:
        return password_policy.generate()
    password_policy.require_acceptable(
        command.password, command.password_repeated, command.username, work.moment.settings
    )
    return command.password
