"""Where a name that the network found begins and ends: whole words, whole brackets, whole ends (医院, 研究中心)."""

import re

from extract.ner.signs import Signs, stands, tail, tail_begins, tail_goes_on

_OUTSIDE = " ,:/-、\n。;"
_INSIDE_WORD = "-'"
# Universitair Ziekenhuis |Gent: behind such a word a Latin name goes on
_LINK = re.compile(r" (?:of the|of|for|and|&|in|de|del|des|du|di|da|la|le|della|der)$")
_REACH = 4  # characters behind a found name in which its own end may begin


def settled(text: str, signs: Signs, start: int, end: int, label: str) -> tuple[int, int]:
    """A found span of a shadow with its edges settled; it may come out empty."""
    while start and _is_in_word(text, start):
        start -= 1
    end = _behind_words(text, end)
    while start < end and text[start] in _OUTSIDE + "()":
        start += 1
    while end > start and text[end - 1] in _OUTSIDE + "(":
        end -= 1
    end = _bracketed(text, start, end)
    if end <= start or label in ("journal", "cell_type", "condition") or is_latin(text[end - 1]):
        return start, end
    return start, _behind_tail(text, signs, end)


def is_latin(char: str) -> bool:
    """A letter or digit of European writing."""
    return char < "ɐ" and char.isalnum()


def _is_in_word(text: str, at: int) -> bool:
    """No word ends or begins between the character before `at` and the one there."""
    if not 0 < at < len(text):
        return False
    before, behind = text[at - 1], text[at]
    if is_latin(before) and is_latin(behind):
        return True
    if before in _INSIDE_WORD:
        return at > 1 and is_latin(text[at - 2]) and is_latin(behind)
    return behind in _INSIDE_WORD and is_latin(before) and at + 1 < len(text) and is_latin(text[at + 1])


def _behind_words(text: str, end: int) -> int:
    while True:
        while _is_in_word(text, end):
            end += 1
        link = _LINK.search(text, max(end - 8, 0), end - (text[end - 1 : end] == " "))
        behind = end + (text[end : end + 1] == " ")
        if not link or not (text[behind : behind + 1].isupper() and text[behind - 1] == " "):
            return end
        end = behind + 1


def _bracketed(text: str, start: int, end: int) -> int:
    opened, closed = text.count("(", start, end), text.count(")", start, end)
    if closed > opened and text[end - 1] == ")":
        return end - 1
    return end + 1 if opened > closed and text.startswith(")", end) else end


def _behind_tail(text: str, signs: Signs, end: int) -> int:
    """The end of the legal ending that a span cuts (卫生医疗救治中|心) or just misses (省八|一康复中心)."""
    if end < len(text) and tail_goes_on(signs, end):
        return _end_of_tail(signs, end)
    if tail(signs, end - 1):
        return end
    for at in range(end, min(end + _REACH, len(text))):
        if not "㐀" <= text[at] <= "鿿" or stands(signs, "stop", at):
            break
        if tail_begins(signs, at):
            return _end_of_tail(signs, at + 1)
    return end


def _end_of_tail(signs: Signs, at: int) -> int:
    while at < len(signs) and tail_goes_on(signs, at):
        at += 1
    return at
