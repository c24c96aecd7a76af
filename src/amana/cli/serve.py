"""`amana serve`."""

from typing import Annotated, Any

import typer
from rich.console import Console

from amana.hosting import serving
from amana.hosting.logs import configure_logs
from amana.hosting.serving import Running
from amana.hosting.settings import Settings, settings


def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on; 0 takes a free one.")] = None,
    workers: Annotated[int | None, typer.Option(help="Server processes.")] = None,
    worker: Annotated[
        bool | None,
        typer.Option("--worker/--no-worker", help="Do background work in the server processes too."),
    ] = None,
    tls: Annotated[
        bool | None, typer.Option("--tls", help="Serve https, self-signed where no certificate is set.")
    ] = None,
) -> None:
    """Start the server; Ctrl-C or SIGTERM stops it once requests in flight are finished."""
    chosen = {"host": host, "port": port, "workers": workers, "worker": worker, "tls": tls}
    configured = with_options(chosen)
    configure_logs(configured.log_level, configured.log_format)
    serving.serve(configured, announce)


def with_options(chosen: dict[str, Any]) -> Settings:
    """The settings, with the options that were given put over them."""
    given = {name: value for name, value in chosen.items() if value is not None}
    return Settings(**given) if given else settings()


def announce(running: Running) -> None:
    """Tell where everything answers."""
    # by now the server has brought them in, which takes a second
    from amana.hosting.provisioning import DEMO_ADMINISTRATOR  # noqa: PLC0415
    from amana.hosting.wires import dialects  # noqa: PLC0415

    out = Console(highlight=False, soft_wrap=True)
    out.print(f"[bold]Amana answers at {running.url}[/bold] (tenants: {', '.join(running.tenants)})")
    for dialect in dialects():
        for base in dialect.bases:
            out.print(f"  {dialect.title:<20} {running.url}{base}", markup=False)
    out.print("  Under each address: /reference is a page about it, /openapi.json for tools", markup=False)
    out.print(f"  {'health, metrics':<20} {running.url}/health/ready  {running.url}/metrics", markup=False)
    if running.certificate and running.certificate.self_signed:
        out.print(f"Self-signed certificate: {running.certificate.chain}", markup=False)
    if running.demo:
        login = f"{DEMO_ADMINISTRATOR.username} / {DEMO_ADMINISTRATOR.password}"
        out.print(f"[yellow]Demo mode:[/yellow] everybody knows the login {login}. For real work: amana init")
