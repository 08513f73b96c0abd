"""Web archives (WARC): the pages that servers answered with, record by record."""

import gzip
import mmap
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import msgspec

from extract.runs.sources.source import InputError, Source

_SUFFIXES = (".warc", ".warc.gz")
_PACKED = b"\x1f\x8b\x08"
_PLAIN = b"WARC/1."
_OK = 200
_PAGE_TYPES = ("text/html", "application/xhtml+xml", None)
# Bytes of a page, packed or not, above which it is none.
_LARGEST_PAGE = 64 * 2**20


class _Answer(msgspec.Struct, frozen=True):
    """What a server sent for an address, its header included."""

    url: str | None
    content: bytes


def is_archive(path: str) -> bool:
    return path.endswith(_SUFFIXES)


def check(path: Path) -> None:
    """Raises InputError for a file that is no web archive."""
    with path.open("rb") as file:
        if file.read(len(_PLAIN)).startswith((_PACKED, _PLAIN)):
            return
    raise InputError(f"{path} is no WARC file: it does not begin like one; copy it again")


def pages(path: Path) -> Iterator[Source]:
    """The HTML pages among an archive's responses (status 200), each with the address it came from. Damaged records
    give a broken source, and reading goes on at the next one that is whole.

    Raises InputError for a file that is no web archive.
    """
    check(path)
    number = 0
    for answer in _answers(path):
        page = answer if isinstance(answer, str) else _page(answer)
        if page is None:
            continue
        number += 1
        name = f"{path.name}#{number}"
        if isinstance(page, str):
            yield Source(name=name, broken=page)
        else:
            yield Source(name=name, content=page.content, url=page.url)


def _answers(path: Path) -> Iterator[_Answer | str]:
    """The answers in an archive; for each stretch of damaged records, what is wrong there."""
    with path.open("rb") as file:
        start: int | None = 0
        while start is not None:
            last, was_read = start, False
            try:
                for begun, answer in _from(file, start):
                    last, was_read = begun, True
                    if answer:
                        yield answer
                _check_end(file, last)
                return
            except OSError as error:
                # The search for the next whole record finds damaged ones again; they are told once.
                if was_read or last == 0:
                    yield f"after byte {last}: {error}"
            start = _next_beginning(file, last + 1)


def _from(file: BinaryIO, start: int) -> Iterator[tuple[int, _Answer | None]]:
    """Where each record from byte `start` on begins, and its answer if it is one. Raises OSError for a damaged one."""
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    file.seek(start)
    for record in ArchiveIterator(file, parse_http=False, fsspec_args=False):
        if "Content-Length" not in record.headers:
            raise OSError("cut off within a record's header")
        content = record.reader.read(_LARGEST_PAGE)
        if len(content) < min(record.content_length, _LARGEST_PAGE):
            raise OSError(f"the record holds {len(content):,} of {record.content_length:,} bytes")
        url = (record.headers.get("WARC-Target-URI") or "").strip("<>") or None
        yield (
            start + record.stream_pos,
            _Answer(url, content) if record.record_type == WarcRecordType.response else None,
        )


def _check_end(file: BinaryIO, last: int) -> None:
    """Raises OSError where a packed archive ends within a record."""
    file.seek(last)
    if file.read(len(_PACKED)) != _PACKED:
        return
    file.seek(last)
    with gzip.GzipFile(fileobj=file) as member:
        try:
            while member.read(2**20):
                pass
        except (EOFError, zlib.error) as error:
            raise OSError(str(error)) from error


def _next_beginning(file: BinaryIO, start: int) -> int | None:
    """The next byte that looks like the beginning of a record."""
    with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as archive:
        if archive[: len(_PACKED)] == _PACKED:
            found = archive.find(_PACKED, start)
            return None if found < 0 else found
        found = archive.find(b"\n" + _PLAIN, start)
        return None if found < 0 else found + 1


def _page(answer: _Answer) -> _Answer | str | None:
    """The page that a server sent, unpacked; a string says what is wrong with it; None is no page."""
    from fastwarc.warc import WarcRecord, WarcRecordType

    record = WarcRecord()
    record.record_type = WarcRecordType.response
    record.set_bytes_content(answer.content)
    record.is_http = True
    try:
        record.parse_http(auto_decode="all")
        if record.http_headers.status_code != _OK or record.http_content_type not in _PAGE_TYPES:
            return None
        content = record.reader.read(_LARGEST_PAGE)
    except OSError as error:
        return f"{answer.url}: {error}"
    if max(len(content), len(answer.content)) >= _LARGEST_PAGE:
        return f"{answer.url}: more than {_LARGEST_PAGE:,} bytes"
    return _Answer(answer.url, content)
