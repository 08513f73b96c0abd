"""The Ray engine: blocks of pages go to actors on one machine or many, articles come back as they are ready."""

import logging
import os
import secrets
import socket
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from itertools import chain
from tempfile import TemporaryDirectory
from typing import Any

from extract.runs.line import Settings
from extract.runs.sources import Source

Page = tuple[int, Source]

# Bytes of Ray's object store on this machine: pages on their way to workers, articles on their way back.
_STORE = 128 * 2**20
_STORE_OF_A_WORKER = 8 * 2**20
_SECONDS_TO_ANSWER = 10
_QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    "RAY_BACKEND_LOG_LEVEL": "fatal",
    # Memory is the workers' own concern: Ray would end an actor for what one page needs.
    "RAY_memory_monitor_refresh_ms": "0",
}


class RayTrouble(ValueError):  # noqa: N818
    """Ray is not reached, gives up, or its machines differ; the message says what to do."""


def run_ray(
    pages: Iterable[Page], settings: Settings, workers: int, address: str | None = None
) -> Iterator[tuple[int, bytes]]:
    """The article of each page as one JSON line (without line break), with the page's number, in any order.

    `workers` is the number of actors, each with a process that reads pages; 0 is one for each core of the cluster.
    `address` is that of a running cluster as `ray.init` takes it; None starts one on this machine for as long as the
    pages last. Pages are read here, when they are due, so that workers need no access to them; rules and model must be
    the same on all machines.
    Raises RayTrouble.
    """
    coming = iter(pages)
    first = next(coming, None)
    if first is None:
        return
    with _cluster(workers, address) as cores:
        from ray.exceptions import RayError

        from extract.runs.ray_stream import stream

        try:
            yield from stream(chain([first], coming), settings, workers or cores)
        except RayError as error:
            reason = str(error).strip().splitlines()[-1]
            raise RayTrouble(f"Ray gave up: {reason}; what is finished is kept, run again to go on") from error


@contextmanager
def _cluster(workers: int, address: str | None) -> Iterator[int]:
    """A connection to Ray, or the one that this program has already; gives the number of cores there."""
    # Ray listens on the network: what it does for this run is for who has this run's token.
    token = {} if address else {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}
    os.environ.update({name: value for name, value in (_QUIET | token).items() if name not in os.environ})
    import ray

    if ray.is_initialized():
        yield _cores()
        return
    logging.getLogger("ray").setLevel(logging.ERROR)
    with TemporaryDirectory(prefix="studyfacts-", ignore_cleanup_errors=True) as folder:
        try:
            _check(address)
            with _silence():
                ray.init(log_to_driver=False, logging_level=logging.ERROR, **_place(workers, address, folder))
        except (OSError, ValueError, RuntimeError) as error:
            where = f"no Ray cluster at {address}" if address else "Ray does not start"
            raise RayTrouble(f"{where}: {error}; see docs/scale.md") from error
        try:
            yield _cores()
        finally:
            with redirect_stdout(StringIO()):
                ray.shutdown()


def _check(address: str | None) -> None:
    """Raises OSError where nobody answers: Ray would try for minutes."""
    host, _, port = (address or "").removeprefix("ray://").rpartition(":")
    if host and port.isdigit():
        socket.create_connection((host, int(port)), timeout=_SECONDS_TO_ANSWER).close()


def _cores() -> int:
    import ray

    return int(ray.cluster_resources().get("CPU", 1))  # type: ignore[no-untyped-call]


def _place(workers: int, address: str | None, folder: str) -> dict[str, Any]:
    """Where Ray is to run, as `ray.init` takes it."""
    if address:
        return {"address": address}
    return {
        "address": "local",
        "num_cpus": workers,
        "include_dashboard": False,
        "object_store_memory": _STORE + workers * _STORE_OF_A_WORKER,
        "_node_ip_address": "127.0.0.1",
        "_temp_dir": folder,
    }


@contextmanager
def _silence() -> Iterator[None]:
    """Ray's core greets on standard error whatever its level of logging."""
    kept = os.dup(2)
    try:
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)
