"""A lean load generator: a process of its own, plain sockets, a fixed number of connections, a fixed time."""

import asyncio
import base64
import json
import sys
import time
from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Load:
    """``paths`` are posted to in turn, each with ``body``."""

    host: str
    port: int
    paths: list[str]
    body: str
    connections: int
    seconds: float
    login: str = "mifos:password"
    tenant: str = "default"


@dataclass(frozen=True)
class Done:
    """Requests answered with 200 within the time, and others; latencies in milliseconds."""

    good: int
    bad: int
    seconds: float
    median_ms: float
    p99_ms: float
    sample_of_bad: str

    @property
    def per_second(self) -> float:
        """Good answers per second."""
        return self.good / self.seconds


def requests_of(load: Load) -> list[bytes]:
    """The bytes of each request."""
    key = base64.b64encode(load.login.encode()).decode()
    body = load.body.encode()
    head = (
        f"Host: {load.host}:{load.port}\r\nAuthorization: Basic {key}\r\nX-Mifos-Platform-TenantId: {load.tenant}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    ).encode()
    return [f"POST {path} HTTP/1.1\r\n".encode() + head + body for path in load.paths]


async def one_connection(
    load: Load, requests: list[bytes], until: float, answers: list[tuple[int, float]], bad: list[str]
) -> None:
    """Post, wait for the answer, post again."""
    reader, writer = await asyncio.open_connection(load.host, load.port)
    try:
        while requests and time.perf_counter() < until:
            began = time.perf_counter()
            writer.write(requests.pop())
            head = await reader.readuntil(b"\r\n\r\n")
            status = int(head[9:12])
            length = int(head.lower().partition(b"content-length:")[2].split(b"\r\n", 1)[0])
            body = await reader.readexactly(length)
            answers.append((status, time.perf_counter() - began))
            if status != 200 and not bad:
                bad.append(body.decode("utf-8", "replace")[:500])
    finally:
        writer.close()


async def run(load: Load) -> Done:
    """The whole load."""
    requests = requests_of(load)[::-1]
    answers: list[tuple[int, float]] = []
    bad: list[str] = []
    began = time.perf_counter()
    until = began + load.seconds
    await asyncio.gather(
        *(one_connection(load, requests, until, answers, bad) for _ in range(load.connections))
    )
    seconds = time.perf_counter() - began
    if not requests:
        print("the load ran out of requests before its time", file=sys.stderr)
    times = sorted(took for status, took in answers if status == 200) or [0.0]
    good = sum(status == 200 for status, _ in answers)
    return Done(
        good=good,
        bad=len(answers) - good,
        seconds=seconds,
        median_ms=1000 * times[len(times) // 2],
        p99_ms=1000 * times[int(len(times) * 0.99)],
        sample_of_bad="".join(bad),
    )


if __name__ == "__main__":
    given = Load(**json.load(sys.stdin))
    print(json.dumps(asdict(asyncio.run(run(given)))))
