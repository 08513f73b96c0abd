"""Who may speak to the page: other sites, rebound names, other machines and oversized bodies are refused; what was confirmed survives kill -9."""

import re
import threading
import uuid
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from extract.review.desk import Desk
from tests.review.app.serving import Served

TOO_LARGE = b"x" * (65 * 1024)


@pytest.fixture
def client(served: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=served.address, cookies={"studyfacts_reviewer": "tester"}, timeout=60) as made:
        yield made


def csrf(client: httpx.Client) -> dict[str, str]:
    found = re.search('name="csrf" content="([^"]+)"', client.get("/help").text)
    assert found
    return {"x-studyfacts-csrf": found[1]}


def act(desk_id: str, seen: int, **said: object) -> dict[str, object]:
    return {"id": uuid.uuid4().hex, "article_id": desk_id, "action": "comment", "comment": "好", "seen": seen, **said}


@pytest.fixture
def id(folder: Path) -> str:
    with Desk(folder) as desk:
        return desk.articles().rows[0].id


def test_every_answer_has_a_strict_policy(client: httpx.Client) -> None:
    for path in ("/", "/help", "/static/desk.js", "/article?id=none"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[", "192.168.1.2"])
def test_a_foreign_host_is_refused(client: httpx.Client, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_a_request_from_another_site_is_refused(client: httpx.Client, id: str, headers: dict[str, str]) -> None:
    for path in ("/decide", "/try", "/name"):
        answer = client.post(path, json=act(id, 0), headers={**csrf(client), **headers})
        assert answer.status_code == 403


def test_without_the_token_of_the_cookie_nothing_changes(client: httpx.Client, id: str) -> None:
    for headers in ({}, {"x-studyfacts-csrf": "guessed"}, {"x-studyfacts-csrf": ""}):
        assert client.post("/decide", json=act(id, 0), headers=headers).status_code == 403
    assert client.post("/name", data={"name": "x"}).status_code == 403
    assert client.post("/try", data={"pasted": "x"}).status_code == 403


def test_bodies_are_bounded_told_or_untold(client: httpx.Client, id: str) -> None:
    headers = csrf(client)
    assert client.post("/decide", content=TOO_LARGE, headers=headers).status_code == 413
    assert client.post("/decide", content=iter([TOO_LARGE]), headers=headers).status_code == 413


@pytest.mark.parametrize("address", ["//evil.example", "https://evil.example", "/\\evil.example", "\t//evil.example"])
def test_no_way_leads_to_another_site(client: httpx.Client, address: str) -> None:
    assert client.get("/reading", params={"next": address}).headers["location"] == "/"


@pytest.mark.parametrize(
    "path",
    ["/static/../words.toml", "/static/%2e%2e/words.toml", "/static/..%2fwords.toml", "/article?id=../../etc/passwd"],
)
def test_no_path_leaves_its_folder(client: httpx.Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_nonsense_is_answered_in_a_line(client: httpx.Client, id: str) -> None:
    headers = csrf(client)
    for body in (b"", b"[]", b"\xff", b'{"id": 1}'):
        assert client.post("/decide", content=body, headers=headers).status_code == 400
    refused = client.post("/decide", json=act(id, 0, action="accept", target=["none"]), headers=headers).json()
    assert refused["status"] in ("refused", "conflict")
    assert client.get("/?cursor=%%%").status_code == 404
    assert client.get("/?sort=none").status_code == 422
    assert client.get("/form", params={"id": id, "field": "none"}).status_code == 404


def test_the_same_act_sent_twice_is_one_decision(client: httpx.Client, id: str) -> None:
    headers = csrf(client)
    seen = client.post("/decide", json=act(id, 0, action="none"), headers=headers).json()["version"]
    said = act(id, seen)
    first, second = (client.post("/decide", json=said, headers=headers).json() for _ in range(2))
    assert first["status"] == second["status"] == "taken"
    assert first["version"] == second["version"] == seen + 1


def test_confirmed_decisions_survive_kill(served: Served, folder: Path, id: str) -> None:
    """Decisions go on until the server is killed in the middle; each that was confirmed is there, once."""
    confirmed: list[str] = []
    enough = threading.Event()

    def decide() -> None:
        with httpx.Client(base_url=served.address, cookies={"studyfacts_reviewer": "tester"}) as client:
            headers, seen = csrf(client), 0
            while True:
                said = act(id, seen)
                try:
                    answer = client.post("/decide", json=said, headers=headers).json()
                except (httpx.HTTPError, ValueError):
                    enough.set()
                    return
                seen = answer["version"]
                if answer["status"] == "taken":
                    confirmed.append(str(said["id"]))
                    if len(confirmed) == 20:
                        enough.set()

    worker = threading.Thread(target=decide)
    worker.start()
    enough.wait()
    served.kill()
    worker.join()
    assert len(confirmed) >= 20
    served.start()
    with Desk(folder) as desk:
        kept = [one.id for one in desk.open(id).decisions]
    assert len(kept) == len(set(kept))
    assert [one for one in kept if one in confirmed] == confirmed
    assert httpx.get(f"{served.address}help").status_code == 200


def test_other_machines_need_the_printed_token(folder: Path) -> None:
    server = Served(folder, "--host", "0.0.0.0", "--reviewer", "tester")
    token = re.search(r"token=(\S+)", server.address)
    assert token
    base = f"http://127.0.0.1:{server.port}"
    assert httpx.get(base).status_code == 401
    assert httpx.get(base, params={"token": "guessed"}).status_code == 401
    with httpx.Client(base_url=base, follow_redirects=True) as client:
        entered = client.get("/", params={"token": token[1]})
        assert entered.status_code == 200
        assert "token" not in str(entered.url)
        assert client.get("/help").status_code == 200
    server.stop()
