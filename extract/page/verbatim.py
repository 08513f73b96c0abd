"""A text taken as it is: nothing is cleaned or left out, so that its offsets stay the caller's."""

from extract.page import Page
from extract.schema import Block


def verbatim(text: str) -> Page:
    """A page of bare text, each line a paragraph."""
    blocks = []
    start = 0
    for line in text.split("\n"):
        if line:
            blocks.append(Block("paragraph", start, start + len(line), ""))
        start += len(line) + 1
    return Page(text=text, blocks=blocks)
