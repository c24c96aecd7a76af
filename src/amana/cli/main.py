"""The `amana` program."""

import sys

import typer
from pydantic import ValidationError
from rich.console import Console

from amana.cli.adopt import adopt
from amana.cli.check import check
from amana.cli.database import database
from amana.cli.demo.command import demo
from amana.cli.init import init
from amana.cli.migrate import migrate
from amana.cli.operations import operations
from amana.cli.serve import serve
from amana.cli.version import version
from amana.hosting.certificate import CertificateProblem
from amana.hosting.provisioning import TenantProblem
from amana.hosting.server_database import DatabaseProblem
from amana.hosting.serving import ServingProblem
from amana.storage.embedded_errors import EmbeddedError

PROBLEMS = (
    CertificateProblem,
    DatabaseProblem,
    EmbeddedError,
    FileNotFoundError,
    ServingProblem,
    TenantProblem,
)

app = typer.Typer(
    name="amana",
    help="Core-banking and microfinance server.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,  # they may be secrets
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.command()(serve)
app.command()(init)
app.command()(adopt)
app.command()(migrate)
app.command()(demo)
app.command()(check)
app.command()(operations)
app.command(
    context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False},
)(database)
app.command()(version)


def main() -> None:
    """Run a command; what a person can mend is told in a sentence, not as a traceback."""
    try:
        app()
    except PROBLEMS as problem:
        _complain(str(problem))
        sys.exit(1)
    except ValidationError as error:
        told = "\n".join(
            f"  {'.'.join(str(part) for part in fault['loc'])}: {fault['msg']}" for fault in error.errors()
        )
        _complain(f"settings:\n{told}")
        sys.exit(2)


def _complain(told: str) -> None:
    Console(stderr=True, soft_wrap=True).print(f"amana: {told}", style="red", markup=False, highlight=False)


if __name__ == "__main__":
    main()
