"""Pages that a browser opens without a network: one file with its style, script and data, in Chinese and in English."""

import base64
import hashlib
import os
from importlib.resources import files
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from extract import __version__
from extract.printable import printable


def write_page(path: Path, package: str, filters: dict[str, Any] | None = None, **values: Any) -> None:
    """Writes a page, complete or not at all, from page.html.jinja, page.css and page.js of a package, which build on
    base.html.jinja, base.css and base.js here. `values` fill the template; it needs a `name` and `data` for the script.

    Whatever articles wrote is shown as text: escaped by the template, set as text by the script, and the page's
    Content-Security-Policy runs its own script only.
    """
    style = _own(__package__, "base.css") + _own(package, "page.css")
    script = _own(__package__, "base.js") + _own(package, "page.js")
    digests = {"style_digest": _digest(style), "script_digest": _digest(script)}
    template = _environment(package, filters or {}).get_template("page.html.jinja")
    page = template.render(version=__version__, style=style, script=script, **digests, **values)
    part = path.with_name(f"{path.name}.part")
    part.write_text(page, "utf-8", errors="replace", newline="\n")
    os.replace(part, path)


def _environment(package: str, filters: dict[str, Any]) -> Environment:
    above, _, folder = package.rpartition(".")
    environment = Environment(
        loader=ChoiceLoader([PackageLoader(above, folder), PackageLoader("extract", "self_contained")]),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=lambda value: printable(value) if type(value) is str else value,
    )
    # The filter tojson escapes < > & ' for use inside <script>; msgspec knows our types and keeps Chinese readable.
    environment.policies["json.dumps_function"] = _json
    environment.filters |= filters
    return environment


def _json(value: Any, **_: Any) -> str:
    return msgspec.json.encode(value).decode()


def _own(package: str, name: str) -> Markup:
    return Markup((files(package) / name).read_text("utf-8"))


def _digest(text: str) -> str:
    """A source expression of CSP level 3: the SHA-256 of an inline script or style."""
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
