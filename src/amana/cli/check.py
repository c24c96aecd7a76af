"""`amana check`."""

import json
from dataclasses import asdict
from enum import StrEnum
from itertools import chain
from typing import Annotated

import typer
from rich.console import Console

from amana.checks import Finding, check_tenant
from amana.hosting.provisioning import registry
from amana.hosting.server_database import attached_database
from amana.hosting.settings import settings
from amana.jobs.failures import failures
from amana.kernel.tenancy import Tenants, UnknownTenant
from amana.kernel.tenant import Tenant

JOBS_SUCCEED = "jobs.succeed"


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
        tenants = Tenants(registry(server))
        try:
            chosen = [_known(tenants, tenant)] if tenant else tenants.all()
            jobs = _failing_jobs(server.control)
            found = {
                each.identifier: _go_through(each, jobs.get(each.identifier, []), form) for each in chosen
            }
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


def _failing_jobs(control: str) -> dict[str, list[Finding]]:
    """By tenant: background work that fails, and is tried again and again."""
    found: dict[str, list[Finding]] = {}
    for failure in failures(control):
        told = f"failed {failure.attempts} times, lastly at {failure.at:%Y-%m-%d %H:%M:%S%z}: {failure.error}"
        found.setdefault(failure.tenant, []).append(Finding(JOBS_SUCCEED, f"job {failure.job}", told))
    return found


def _go_through(tenant: Tenant, jobs: list[Finding], form: Form) -> list[Finding]:
    out = Console(quiet=form is Form.JSON, soft_wrap=True, highlight=False)
    findings: list[Finding] = []
    checked = ((validator.name, found) for validator, found in check_tenant(tenant))
    for name, found in chain(checked, [(JOBS_SUCCEED, jobs)]):
        mark = "[red]✗[/red]" if found else "[green]✓[/green]"
        out.print(f"{mark} {tenant.identifier}: {name}")
        for finding in found:
            out.print(f"    {finding.record}: {finding.problem}", markup=False)
        findings += found
    return findings
