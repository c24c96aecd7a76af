"""The serving process: database, tenants, certificate, then HTTP until told to stop.

The application itself is named by its import path and built in each worker (`amana.server.application`).
"""

import gc
import ipaddress
import os
import shutil
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

import psutil
import uvicorn
from uvicorn.supervisors.multiprocess import Multiprocess

from amana.hosting.certificate import Certificate, certificate_for
from amana.hosting.problems import Problem
from amana.hosting.server_database import DatabaseServer, prepare_home, serving_database
from amana.hosting.settings import Settings
from amana.hosting.slow_clients import Config, limit_stalling
from amana.storage.control import ControlDatabase

APPLICATION = "amana.server.application:create"
CONTROL_VARIABLE = "AMANA_SERVING_CONTROL"
PARENT_VARIABLE = "AMANA_SERVING_PARENT"
WORKER_VARIABLE = "AMANA_SERVING_WORKER"
METRICS_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"
BACKLOG = 512
WORKER_START_LIMIT_S = 60.0


class ServingProblem(Problem):
    """The server cannot be started like this; the message says why and what to do."""


@dataclass(frozen=True)
class Running:
    """What there is to tell once the server answers. `url` has no trailing slash."""

    url: str
    embedded: bool
    tenants: tuple[str, ...]
    demo: bool
    certificate: Certificate | None


def serve(settings: Settings, announce: Callable[[Running], None]) -> None:
    """Serve until interrupted or terminated; what is in flight then is finished first.

    `announce` is called once requests are answered.

    Raises:
        ServingProblem: when the address is taken, or there is nothing to serve.
    """
    certificate = certificate_for(settings)
    with _ended_by_signals(), _bound_socket(settings) as listening:
        importing = _import_meanwhile(APPLICATION.partition(":")[0])
        with serving_database(settings) as server:
            importing.join()
            _serve_on(settings, server, listening, certificate, announce)


def _serve_on(
    settings: Settings,
    server: DatabaseServer,
    listening: socket.socket,
    certificate: Certificate | None,
    announce: Callable[[Running], None],
) -> None:
    tenants, demo = _ready_tenants(settings, server)
    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    running = Running(
        url=f"{'https' if certificate else 'http'}://{shown}:{port}",
        embedded=server.embedded,
        tenants=tenants,
        demo=demo,
        certificate=certificate,
    )
    with _environment(settings, server):
        _run(settings, certificate, listening, lambda: announce(running))


def _import_meanwhile(module: str) -> threading.Thread:
    """Import the application while the database starts, without looking for garbage: both take about as long.

    Nothing else may be imported until the thread is done: two threads that import what needs one another may find it
    half made.
    """

    def bring_in() -> None:
        gc.disable()
        with suppress(Exception):  # whoever needs the module imports it again and meets the error itself
            import_module(module)
        gc.freeze()
        gc.enable()

    thread = threading.Thread(target=bring_in, name="import", daemon=True)
    thread.start()
    return thread


def _run(
    settings: Settings, certificate: Certificate | None, listening: socket.socket, ready: Callable[[], None]
) -> None:
    config = Config(
        APPLICATION,
        factory=True,
        workers=settings.workers,
        log_config=None,
        access_log=False,
        server_header=False,
        date_header=True,
        backlog=BACKLOG,
        proxy_headers=bool(settings.trusted_proxies),
        forwarded_allow_ips=settings.trusted_proxies,
        head_limit_s=settings.head_limit_s,
        timeout_keep_alive=settings.keep_alive_s,
        timeout_graceful_shutdown=round(settings.graceful_shutdown_s),
        ssl_certfile=certificate.chain if certificate else None,
        ssl_keyfile=certificate.key if certificate else None,
    )
    if settings.workers == 1:
        _AnnouncingServer(config, ready).run(sockets=[listening])
    else:
        _AnnouncingWorkers(config, listening, ready).run()


class _AnnouncingServer(uvicorn.Server):
    """One process that serves; says so once it does."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start listening."""
        await super().startup(sockets)
        if self.started:
            self._ready()


class _AnnouncingWorkers(Multiprocess):
    """Several processes that serve, replaced when one dies; says so once they are started."""

    def __init__(self, config: uvicorn.Config, listening: socket.socket, ready: Callable[[], None]) -> None:
        super().__init__(config, sockets=[listening])
        self._ready = ready

    def init_processes(self) -> None:
        """Start the workers."""
        super().init_processes()
        if all(process.wait_until_ready(WORKER_START_LIMIT_S) for process in self.processes):
            self._ready()


def _ready_tenants(settings: Settings, server: DatabaseServer) -> tuple[tuple[str, ...], bool]:
    """Bring the tenants up to date, making the demo one where there is none and demo mode may run."""
    # brought in by `_import_meanwhile`
    from amana.hosting import provisioning  # noqa: PLC0415

    provisioning.upgrade_tenants(server)
    control = ControlDatabase(server.control)
    names = control.identifiers()
    demo = not names or any(provisioning.is_demo(control.conninfo_of(name) or "") for name in names)
    if demo and not settings.demo_anywhere:
        if not server.embedded:
            raise ServingProblem(
                "There is no tenant yet (or only a demo). Make one with: amana init\n"
                "Demo mode on this external database has to be asked for: AMANA_DEMO_ANYWHERE=true"
            )
        if not is_loopback(settings.host):
            raise ServingProblem(
                f"Demo mode has a login everybody knows, and {settings.host} can be reached from elsewhere.\n"
                "Make a real tenant with: amana init, or ask for it: AMANA_DEMO_ANYWHERE=true"
            )
    if not names:
        provisioning.make_tenant(
            server,
            provisioning.NewTenant(
                identifier=provisioning.DEMO_TENANT,
                administrator=provisioning.DEMO_ADMINISTRATOR,
                demo=True,
            ),
        )
    return tuple(control.identifiers()), demo


def is_loopback(host: str) -> bool:
    """Whether an address to listen on is reachable from this machine only."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


@contextmanager
def _ended_by_signals() -> Iterator[None]:
    """Make both ways of stopping unwind like an exception, so that the database is stopped last.

    uvicorn raises the signal once more when it is done, which would otherwise end the process on the spot.
    """
    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield
    except KeyboardInterrupt:
        pass
    finally:
        signal.signal(signal.SIGTERM, before)


@contextmanager
def _bound_socket(settings: Settings) -> Iterator[socket.socket]:
    """The socket, bound before anything slow happens, so that a taken port is known at once."""
    try:
        found = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)
        family, kind, protocol, _, address = found[0]
        listening = socket.socket(family, kind, protocol)
    except OSError as error:
        raise ServingProblem(f"Cannot listen on {settings.host}: {error.strerror or error}") from None
    with listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind(address)
        except OSError as error:
            place = f"{settings.host}, port {settings.port}"
            raise ServingProblem(
                f"Cannot listen on {place}: {error.strerror}. Choose another with --port"
            ) from None
        listening.set_inheritable(True)
        limit_stalling(listening)
        yield listening


@contextmanager
def _environment(settings: Settings, server: DatabaseServer) -> Iterator[None]:
    """What workers learn from the environment: where the embedded database is, and whose workers they are."""
    added = {PARENT_VARIABLE: str(os.getpid()), WORKER_VARIABLE: str(int(settings.worker))}
    if server.embedded:
        added[CONTROL_VARIABLE] = server.control
    metrics = _metrics_folder(settings.home) if settings.workers > 1 else None
    if metrics:
        added[METRICS_VARIABLE] = str(metrics)
    os.environ.update(added)
    try:
        yield
    finally:
        for name in added:
            os.environ.pop(name, None)
        if metrics:
            shutil.rmtree(metrics, ignore_errors=True)


def _metrics_folder(home: Path) -> Path:
    """Where this server's workers add their metrics up; what killed servers left of theirs is removed."""
    prepare_home(home)
    for left_over in home.glob("metrics-*"):
        number = left_over.name.removeprefix("metrics-")
        if number.isdigit() and not psutil.pid_exists(int(number)):
            shutil.rmtree(left_over, ignore_errors=True)
    folder = home / f"metrics-{os.getpid()}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    return folder
