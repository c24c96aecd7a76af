"""`amana check`."""

import json
from dataclasses import asdict
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console

from amana.checks import Finding, check_tenant
from amana.hosting.server_database import attached_database
from amana.hosting.settings import settings
from amana.kernel.tenancy import Tenants, UnknownTenant
from amana.kernel.tenant import Tenant
from amana.storage.control import ControlDatabase


class Form(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"


def check(
    tenant: Annotated[str | None, typer.Option(help="Only this tenant; otherwise all.")] = None,
    form: Annotated[Form, typer.Option("--format", help="How to print the findings.")] = Form.TEXT,
) -> None:
    """Go through the books of each tenant; the exit status is 1 when anything does not agree."""
    with attached_database(settings()) as server:
        control = ControlDatabase(server.control)
        control.prepare()
        tenants = Tenants(control)
        try:
            chosen = [_known(tenants, tenant)] if tenant else tenants.all()
            found = {each.identifier: _go_through(each, form) for each in chosen}
        finally:
            tenants.close()
    if form is Form.JSON:
        findings = {name: [asdict(finding) for finding in some] for name, some in found.items()}
        typer.echo(json.dumps(findings, indent=1))
    if any(found.values()):
        raise typer.Exit(1)


def _known(tenants: Tenants, name: str) -> Tenant:
    try:
        return tenants.get(name)
    except UnknownTenant:
        raise typer.BadParameter(f"there is no tenant {name}", param_hint="--tenant") from None


def _go_through(tenant: Tenant, form: Form) -> list[Finding]:
    out = Console(quiet=form is Form.JSON, soft_wrap=True, highlight=False)
    findings: list[Finding] = []
    for validator, found in check_tenant(tenant):
        mark = "[red]✗[/red]" if found else "[green]✓[/green]"
        out.print(f"{mark} {tenant.identifier}: {validator.name}")
        for finding in found:
            out.print(f"    {finding.record}: {finding.problem}", markup=False)
        findings += found
    return findings
