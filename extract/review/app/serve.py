"""Serving the review page until it is stopped."""

import ipaddress
import secrets
import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from extract.review.app import LOOPBACK, create_app
from extract.review.desk import Desk
from extract.review.index import Progress

_TOKEN_BYTES = 24


def serve(
    folder: Path, host: str, port: int, reviewer: str | None, told: Callable[[str], None], progress: Progress | None
) -> None:
    """Serves a run's folder on `host`:`port` (0 takes a free one). `told` is given the address to
    open, once it answers.

    A host that other machines reach asks for a token, which is made anew for each start and stands in the address.
    Raises ValueError where the folder holds no run, OSError for a port that is taken.
    """
    token = None if _is_loopback(host) else secrets.token_urlsafe(_TOKEN_BYTES)
    with Desk(folder, progress) as desk, _listening(host, port) as listener:
        own = {host, socket.gethostname(), socket.getfqdn()} if token else set()
        app = create_app(desk, LOOPBACK | own, token, reviewer)
        told(_address(host, listener.getsockname()[1], token))
        # The address with the token is printed once; no log of requests keeps it.
        config = uvicorn.Config(app, log_level="warning", access_log=False, server_header=False)
        uvicorn.Server(config).run(sockets=[listener])


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _listening(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family)


def _address(host: str, port: int, token: str | None) -> str:
    shown = {"0.0.0.0": socket.gethostname(), "::": socket.gethostname()}.get(host, host)
    name = f"[{shown}]" if ":" in shown else shown
    return f"http://{name}:{port}/" + (f"?token={token}" if token else "")
