"""The PostgreSQL process itself: its pid file, its identity, its start, and the watcher that ends it with its
owner.
"""

import os
import select
import signal
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

import psutil

from amana.storage.embedded_area import Area, FolderLock
from amana.storage.embedded_binaries import Binaries
from amana.storage.embedded_errors import EmbeddedError, StartFailed

POLL_S = 0.02
STOP_LIMIT_S = 60.0
LARGEST_LOG_BYTES = 10_000_000

# Waits until its standard input ends, which the system sees to whatever way the owner dies, then asks for a
# fast shutdown. A process is the server only while it works inside the cluster's folder: a reused pid is left
# alone.
WATCHER = """\
same() { kill -0 "$1" 2>/dev/null && { [ ! -d /proc/self ] || [ "/proc/$1/cwd" -ef "$2" ]; }; }
read -r _
same "$1" "$2" || exit 0
kill -INT "$1"
tenths=0
while same "$1" "$2"; do
  sleep 0.1
  tenths=$((tenths + 1))
  [ "$tenths" -eq 600 ] && kill -QUIT "$1"
done
exit 0
"""


@dataclass(frozen=True)
class PidFile:
    """What `postmaster.pid` says; empty fields while PostgreSQL is still writing it."""

    pid: int
    port: int
    socket_folder: str
    listen_address: str
    status: str

    @classmethod
    def read(cls, pgdata: Path) -> "PidFile | None":
        """The pid file of a cluster, or None where there is none (or nothing readable in it)."""
        try:
            lines = (pgdata / "postmaster.pid").read_text(encoding="utf-8").splitlines()
        except FileNotFoundError:
            return None
        lines += [""] * (8 - len(lines))
        if not lines[0].strip().isdigit():
            return None
        port = lines[3].strip()
        return cls(
            pid=int(lines[0]),
            port=int(port) if port.isdigit() else 0,
            socket_folder=lines[4].strip(),
            listen_address=lines[5].strip(),
            status=lines[7].strip(),
        )


def running_server(pgdata: Path) -> psutil.Process | None:
    """The live PostgreSQL of this cluster by its pid file, or None.

    A live process that merely has the number is recognised by what it is not: PostgreSQL working inside the
    cluster's folder.
    """
    noted = PidFile.read(pgdata)
    if noted is None:
        return None
    try:
        process = psutil.Process(noted.pid)
        ours = process.name().startswith("postgres") and Path(process.cwd()).samefile(pgdata)
        return process if ours and process.status() != psutil.STATUS_ZOMBIE else None
    except (psutil.Error, OSError):
        return None


def disown_stale_pid_file(pgdata: Path) -> None:
    """Make the pid file of a server that is gone harmless, whoever has its number today.

    PostgreSQL refuses to start beside a pid file that names any live process. The number is replaced by our
    own, which PostgreSQL takes as stale because it is its parent's, and the status is blanked, because the
    new server may well be given the old number. The rest stays, so that PostgreSQL can check for
    surviving shared memory.
    """
    path = pgdata / "postmaster.pid"
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return
    with path.open("r+", encoding="utf-8") as file:
        file.write("\n".join([str(os.getpid()), *lines[1:7], "stale"]) + "\n")
        file.truncate()


def _clear_sockets(folder: Path) -> None:
    """Remove an earlier server's sockets: their lock files name a process too, perhaps another's by now."""
    for left_over in folder.glob(".s.PGSQL.*"):
        left_over.unlink(missing_ok=True)


class ServerProcess:
    """One run of PostgreSQL, started here or adopted, with its watcher."""

    def __init__(self, area: Area, child: subprocess.Popen[bytes] | psutil.Process) -> None:
        self._area = area
        self._child = child
        self._watcher: subprocess.Popen[bytes] | None = None
        self._handle = _handle_of(child.pid)

    def __del__(self) -> None:
        """Close the handle."""
        if self._handle is not None:
            os.close(self._handle)

    @classmethod
    def launch(cls, area: Area, binaries: Binaries) -> "ServerProcess":
        """Start PostgreSQL over the area's cluster; it is not ready yet when this returns."""
        disown_stale_pid_file(area.pgdata)
        _clear_sockets(area.socket_folder())
        if area.log.exists() and area.log.stat().st_size > LARGEST_LOG_BYTES:
            area.log.replace(area.log.with_suffix(".log.1"))
        command = [str(binaries.program("postgres")), "-D", str(area.pgdata)]
        command += ["-c", f"config_file={area.folder / 'postgresql.conf'}"]
        # A session of its own: an interrupt typed at the terminal is for the owner, which stops PostgreSQL
        # last.
        with area.log.open("ab") as log:
            os.fchmod(log.fileno(), 0o600)  # statements in it may show people's data
            child = subprocess.Popen(
                command,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=plain_environment(),
                start_new_session=True,
                **area.account.popen_arguments(),
            )
        return cls(area, child)

    @property
    def pid(self) -> int:
        """The postmaster's process id."""
        return self._child.pid

    def is_alive(self) -> bool:
        """Whether this very process still runs."""
        if isinstance(self._child, psutil.Process):
            return self._child.is_running() and self._child.status() != psutil.STATUS_ZOMBIE
        return self._child.poll() is None

    def wait(self, limit_s: float | None = None) -> bool:
        """Wait for its end; False when it still runs after `limit_s` seconds.

        Where the system can tell (pidfd), nothing is polled: the supervisor sleeps for as long as all is well.
        """
        if self._handle is not None:
            poll = select.poll()
            poll.register(self._handle, select.POLLIN)
            if not poll.poll(None if limit_s is None else limit_s * 1000):
                return False
        try:
            self._child.wait(limit_s)
        except (subprocess.TimeoutExpired, psutil.TimeoutExpired):
            return False
        return True

    def wait_until_ready(self, limit_s: float) -> PidFile:
        """Wait until it accepts connections, crash recovery included.

        Raises:
            StartFailed: when it ended, or is not ready after `limit_s` seconds.
        """
        deadline = time.monotonic() + limit_s
        while self.is_alive():
            if time.monotonic() >= deadline:
                raise StartFailed(
                    f"PostgreSQL is not ready after {limit_s:.0f} s.\n{tail_of(self._area.log)}"
                )
            noted = PidFile.read(self._area.pgdata)
            if noted is not None and noted.pid == self.pid and noted.status == "ready":
                return noted
            time.sleep(POLL_S)
        raise StartFailed(f"PostgreSQL ended while starting.\n{tail_of(self._area.log)}")

    def watch(self) -> None:
        """Tie its life to ours: from now on it is shut down when this process is gone, killed or not.

        The watcher holds `watch.lock` until PostgreSQL is down, so that the next start can wait for that.
        """
        lock = FolderLock(self._area.folder / "watch.lock").acquire(wait_s=STOP_LIMIT_S)
        try:
            self._watcher = subprocess.Popen(
                ["/bin/sh", "-c", WATCHER, "amana-watcher", str(self.pid), str(self._area.pgdata)],
                cwd="/",
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=plain_environment(),
                pass_fds=[lock.descriptor],
                start_new_session=True,
                **self._area.account.popen_arguments(),
            )
        finally:
            lock.release()

    def unwatch(self) -> None:
        """Send the watcher home; it ends PostgreSQL first where that still runs."""
        if self._watcher is not None and self._watcher.stdin is not None:
            self._watcher.stdin.close()
            self._watcher.wait()
            self._watcher = None

    def abandon_in_fork(self) -> None:
        """In a forked child: close the watcher's pipe, which only the owner may keep open."""
        if self._watcher is not None and self._watcher.stdin is not None:
            os.close(self._watcher.stdin.fileno())

    def stop(self) -> None:
        """Shut down: open transactions are rolled back; forced only after a long wait."""
        for number, limit_s in ((signal.SIGINT, STOP_LIMIT_S), (signal.SIGQUIT, STOP_LIMIT_S)):
            if self.is_alive():
                self._child.send_signal(number)
                self.wait(limit_s)
        self.unwatch()


def _handle_of(pid: int) -> int | None:
    """A descriptor that becomes readable when the process ends; None where the system has no such thing."""
    try:
        return os.pidfd_open(pid)
    except (AttributeError, OSError):
        return None


def initialise_cluster(area: Area, binaries: Binaries, arguments: list[str]) -> None:
    """Make the cluster where there is none yet: beside its place first, so that an interrupted attempt leaves
    nothing.

    Raises:
        EmbeddedError: when the folder holds a cluster of another major version.
        StartFailed: when `initdb` fails.
    """
    if area.pgdata.exists():
        _refuse_other_version(area.pgdata, binaries)
        area.account.take_over(area.pgdata)
        return
    nursery = area.make_owned_folder(area.folder / "initialising")
    unfinished = nursery / "pgdata"
    run_program(area, [str(binaries.program("initdb")), "-D", str(unfinished), *arguments], fresh=unfinished)
    unfinished.rename(area.pgdata)
    nursery.rmdir()


def run_program(area: Area, command: list[str], *, fresh: Path) -> None:
    """Run a PostgreSQL program under the database's account to make the folder `fresh`, removing an earlier
    attempt.

    Raises:
        StartFailed: with what the program said.
    """
    account = area.account.popen_arguments()
    subprocess.run(["/bin/rm", "-rf", str(fresh)], cwd="/", check=True, **account)
    done = subprocess.run(
        command, cwd="/", capture_output=True, env=plain_environment(), check=False, **account
    )
    if done.returncode != 0:
        said = (done.stdout + done.stderr).decode("utf-8", "replace").strip()
        raise StartFailed(f"{Path(command[0]).name} failed: {said}")


def _refuse_other_version(pgdata: Path, binaries: Binaries) -> None:
    try:
        major = (pgdata / "PG_VERSION").read_text(encoding="utf-8").strip()
    except OSError as error:
        raise EmbeddedError(f"{pgdata} is no PostgreSQL cluster: {error}") from error
    if major != str(binaries.major):
        raise EmbeddedError(
            f"{pgdata} was made by PostgreSQL {major}; the installed programs are {binaries.major}. "
            f"Dump it with the programs of {major} and restore the dump into a new data folder."
        )


def plain_environment() -> dict[str, str]:
    """The environment of PostgreSQL programs: nothing of ours leaks in (no PG* variables, no secrets)."""
    return {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C", "TZ": "UTC"}


def tail_of(log: Path, lines: int = 15) -> str:
    """The last lines of a log, for an error message."""
    try:
        text = log.read_text(encoding="utf-8", errors="replace")
    except OSError:
        return "(no log)"
    return "\n".join(text.splitlines()[-lines:])
