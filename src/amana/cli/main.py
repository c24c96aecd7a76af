"""The `amana` program."""

import gc
import sys
from importlib import import_module
from typing import Any

import typer
from pydantic import ValidationError
from rich.console import Console

from amana.hosting.problems import Problem
from amana.storage.embedded_errors import EmbeddedError

# Imported when asked for: `amana database psql` need not know what a loan is. In the order of the help page.
COMMANDS = {
    "serve": "amana.cli.serve",
    "work": "amana.cli.work",
    "init": "amana.cli.init",
    "adopt": "amana.cli.adopt",
    "migrate": "amana.cli.migrate",
    "demo": "amana.cli.demo.command",
    "check": "amana.cli.check",
    "explain": "amana.cli.explain",
    "operations": "amana.cli.operations",
    "database": "amana.cli.database",
    "version": "amana.cli.version",
}
PASSED_ON = {"allow_interspersed_args": False, "ignore_unknown_options": True}
"""For commands whose arguments belong to another program."""


def program(asked: list[str]) -> typer.Typer:
    """The program, with the command that `asked` names, or with all of them where it names none."""
    app = typer.Typer(
        name="amana",
        no_args_is_help=True,
        pretty_exceptions_show_locals=False,  # they may be secrets
        context_settings={"help_option_names": ["-h", "--help"]},
    )
    app.callback()(_about)
    named = [word for word in asked[:1] if word in COMMANDS]
    for name in named or COMMANDS:
        settings: dict[str, Any] = PASSED_ON if name == "database" else {}
        app.command(name, context_settings=settings)(getattr(import_module(COMMANDS[name]), name))
    gc.freeze()  # modules and declared tables live as long as the process; they need not be looked at again
    gc.enable()
    return app


def _about() -> None:
    """Core-banking and microfinance server."""


def main() -> None:
    """Run a command; what a person can mend is told in a sentence, not as a traceback."""
    try:
        program(sys.argv[1:])()
    except (Problem, EmbeddedError, FileNotFoundError) as problem:
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
