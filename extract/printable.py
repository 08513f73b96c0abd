"""Text of a page as a screen may show it: nothing in it moves the cursor, sets colours or turns a line round."""

from unicodedata import category

_REPLACEMENT = "\ufffd"
# Marks that turn the direction of what follows them, and thus can make a text read as another.
_DIRECTION = (*range(0x200E, 0x2010), 0x061C, *range(0x202A, 0x202F), *range(0x2066, 0x206A))
_CONTROL = (code for code in range(0xA0) if category(chr(code)) == "Cc" and chr(code) not in "\n\t")
_SHOWN = dict.fromkeys((*_DIRECTION, *_CONTROL, 0x2028, 0x2029), _REPLACEMENT)


def printable(text: str) -> str:
    """The text with control characters and direction marks replaced one for one: offsets stay true."""
    return text.translate(_SHOWN)
