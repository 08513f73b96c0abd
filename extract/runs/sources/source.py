"""One page to read, and the errors of reading."""

from pathlib import Path
from typing import Literal

import msgspec


class InputError(ValueError):
    """An INPUT that cannot be read at all; the message says what to do."""


class BrokenSource(OSError):  # noqa: N818
    """A page that a damaged table or archive no longer holds."""


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """One page to read: a file's path, or the content itself. `name` is relative to what the user named. `broken` says
    why there is nothing to read where a table or an archive is damaged."""

    name: str
    path: str | None = None
    content: bytes | None = None
    id: str | None = None
    url: str | None = None
    published: str | None = None
    kind: Literal["html", "text"] | None = None
    broken: str | None = None

    def read(self) -> bytes:
        """The page's bytes. Raises OSError where the file cannot be read (any more)."""
        if self.broken:
            raise BrokenSource(self.broken)
        return self.content if self.content is not None else Path(self.path or "").read_bytes()
