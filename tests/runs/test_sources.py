"""Sources: every kind is streamed, and what is damaged costs its own place."""

import gzip
import io
import tempfile
from contextlib import suppress
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.runs.sources import InputError, Source, count, sources

PAGE = "<html><body><p>盛京医院收治患者30例</p></body></html>"


def read(path: Path) -> list[Source]:
    return list(sources([str(path)]))


def response(
    url: str, body: bytes, header: bytes = b"", status: bytes = b"200 OK", kind: bytes = b"text/html"
) -> bytes:
    answer = b"HTTP/1.1 " + status + b"\r\nContent-Type: " + kind + b"\r\n" + header + b"\r\n" + body
    return (
        b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: "
        + url.encode()
        + b"\r\nWARC-Date: 2020-01-01T00:00:00Z\r\n"
        b"WARC-Record-ID: <urn:uuid:1>\r\nContent-Type: application/http; msgtype=response\r\n"
        b"Content-Length: %d\r\n\r\n" % len(answer) + answer + b"\r\n\r\n"
    )


RESPONSES = [response(f"https://example.org/{number}", PAGE.encode() * 9) for number in range(4)]


def test_a_folder_is_walked_in_the_order_of_names(tmp_path: Path) -> None:
    for name in ("b.html", "a/z.htm", "a.txt", "a/own/report.html", "c.pdf", "A/q.XHTML"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(PAGE, "utf-8")
    (tmp_path / "loop.html").symlink_to(tmp_path / "loop.html")
    (tmp_path / "folder.html").symlink_to(tmp_path / "a")
    own = tmp_path / "a/own"
    names = [source.name for source in sources([str(tmp_path)], own)]
    assert names == ["A/q.XHTML", "a/z.htm", "a.txt", "b.html", "loop.html"]
    assert count([str(tmp_path)], own) == len(names)


def test_web_archives_give_the_pages_that_servers_answered_with(tmp_path: Path) -> None:
    chunked = b"%x\r\n%s\r\n0\r\n\r\n" % (len(PAGE.encode()), PAGE.encode())
    records = [
        RESPONSES[0],
        response("https://example.org/image", b"\x89PNG", kind=b"image/png"),
        response("https://example.org/gone", b"<p>404</p>", status=b"404 Not Found"),
        response("https://example.org/chunked", chunked, b"Transfer-Encoding: chunked\r\n"),
        response("https://example.org/zipped", gzip.compress(PAGE.encode()), b"Content-Encoding: gzip\r\n"),
        response("https://example.org/odd", b"?", b"Content-Encoding: odd\r\n"),
        RESPONSES[1].replace(b"WARC-Type: response", b"WARC-Type: request "),
        RESPONSES[2],
    ]
    for name, content in {
        "a.warc": b"".join(records),
        "a.warc.gz": b"".join(map(gzip.compress, records)),
    }.items():
        (tmp_path / name).write_bytes(content)
        pages = read(tmp_path / name)
        assert [page.url and page.url.rpartition("/")[2] for page in pages] == ["0", "chunked", "zipped", None, "2"]
        assert [page.content for page in pages[1:3]] == [PAGE.encode()] * 2
        assert "odd" in str(pages[3].broken)
        assert pages[0].name == f"{name}#1"


@pytest.mark.parametrize("cut", [1, 10, 60, 200, 300])
def test_an_archive_that_is_cut_off_says_so(tmp_path: Path, cut: int) -> None:
    for name, content in {"a.warc": b"".join(RESPONSES), "a.warc.gz": b"".join(map(gzip.compress, RESPONSES))}.items():
        (tmp_path / name).write_bytes(content[: -cut - 4])  # four: the empty lines below a record are no loss
        pages = read(tmp_path / name)
        assert [page.url for page in pages[:2]] == ["https://example.org/0", "https://example.org/1"]
        assert [bool(page.broken) for page in pages] == [False] * (len(pages) - 1) + [True]


def test_reading_goes_on_behind_damaged_records(tmp_path: Path) -> None:
    swallowing = RESPONSES[1].replace(b"Content-Length: ", b"Content-Length: 9")
    for name, content in {
        "a.warc.gz": b"junk".join([gzip.compress(RESPONSES[0]), gzip.compress(RESPONSES[3])]),
        "b.warc.gz": b"".join(map(gzip.compress, [RESPONSES[0], swallowing, RESPONSES[3]])),
        "c.warc": b"".join([RESPONSES[0], swallowing, RESPONSES[3]]),
        "d.warc": RESPONSES[0] + b"junk\r\n" + RESPONSES[3],
    }.items():
        (tmp_path / name).write_bytes(content)
        assert [page.url for page in read(tmp_path / name)] == ["https://example.org/0", None, "https://example.org/3"]


@settings(max_examples=150, deadline=None)
@given(
    kind=st.sampled_from(["x.warc", "x.warc.gz", "x.jsonl", "x.jsonl.gz", "x.csv", "x.parquet"]),
    edits=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), max_size=6),
    kept=st.floats(0, 1),
)
def test_damaged_bytes_give_broken_sources_or_one_clear_error(
    kind: str, edits: list[tuple[float, int]], kept: float
) -> None:
    content = bytearray(_whole(kind))
    for place, byte in edits:
        content[int(place * len(content))] = byte
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, kind)
        path.write_bytes(content[: int(kept * len(content))])
        with suppress(InputError):
            count([str(path)])
            assert all(page.broken or page.content is not None for page in read(path))


def _whole(kind: str) -> bytes:
    rows = pd.DataFrame({"url": [f"https://example.org/{n}" for n in range(4)], "html": [PAGE] * 4})
    file = io.BytesIO()
    if kind.endswith(".parquet"):
        rows.to_parquet(file)
    elif kind.endswith(".csv"):
        rows.to_csv(file, index=False)
    elif ".jsonl" in kind:
        rows.to_json(file, orient="records", lines=True)
    else:
        file.writelines(map(gzip.compress, RESPONSES) if kind.endswith(".gz") else RESPONSES)
    packed = kind == "x.jsonl.gz"
    return gzip.compress(file.getvalue()) if packed else file.getvalue()


def test_a_csv_in_another_encoding_reaches_the_page_stage_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes('id,html\n一,"<p>盛京医院,“30”例</p>"\n'.encode("gb18030"))
    [page] = read(path)
    assert page.content == "<p>盛京医院,“30”例</p>".encode("gb18030")
    assert page.id is not None
    page.id.encode()


def test_a_csv_with_a_stray_quote_goes_on_behind_it(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('id,html\n1,<p>a</p>\n2,"<p>b"c</p>\n3,<p>d</p>\n', "utf-8")
    assert [page.broken is None for page in read(path)] == [True, False, True]


def test_empty_cells_and_odd_types_of_a_parquet_table(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pd.DataFrame({"id": [1, 2, 3], "html": [PAGE, None, "  "], "url": [None, "u", ""]}).to_parquet(path)
    pages = read(path)
    assert [(page.id, page.url, page.broken) for page in pages] == [
        ("1", None, None),
        ("2", "u", None),
        ("3", None, None),
    ]
    assert [page.content for page in pages] == [PAGE.encode(), b"", b"  "]
    assert count([str(path)]) == 3


def test_json_lines_that_are_no_objects_cost_themselves(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    deep = '{"html": "x", "more": ' + "[" * 100_000 + "]" * 100_000 + "}"
    path.write_text(
        "\n".join(['{"html": "<p>"}', "[1]", "", "{", '{"other": 1}', deep, '{"text": "y", "id": 7}']), "utf-8"
    )
    pages = read(path)
    assert [page.broken is None for page in pages] == [True, False, False, False, False, True]
    assert (pages[-1].id, pages[-1].kind, pages[-1].content) == ("7", "text", b"y")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.jsonl", b'{"body": "x"}\n'),
        ("a.jsonl", b"\xff\xfe\x00"),
        ("a.jsonl.gz", b"no gzip"),
        ("a.csv", b"body,id\nx,1\n"),
        ("a.parquet", b"PAR1"),
        ("a.warc", b"<html>"),
        ("a.warc.gz", b"\x00\x01\x02\x03"),
    ],
)
def test_a_file_that_is_not_what_it_is_called_is_refused_at_the_start(
    tmp_path: Path, name: str, content: bytes
) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(InputError, match=name):
        count([str(tmp_path / name)])


def test_a_long_table_is_not_held_in_memory(tmp_path: Path) -> None:
    """The first rows come before the last ones are read: they come though the last ones are no gzip any more."""
    path = tmp_path / "a.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"html": "<p>x</p>"}\n' * 200_000)[:-2000])
    pages = sources([str(path)])
    assert [next(pages).broken for _ in range(1000)] == [None] * 1000
