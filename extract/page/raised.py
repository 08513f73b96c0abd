"""Superscripts and subscripts as characters: powers stay powers, reference marks stay apart."""

import re

from turbohtml import Element, Text

_ABOVE = str.maketrans("0123456789+-−–—=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻⁻⁼⁽⁾ⁿ")
_BELOW = str.maketrans("0123456789+-−–—=()", "₀₁₂₃₄₅₆₇₈₉₊₋₋₋₋₌₍₎")
_SIGNED = re.compile(r"[+\-−–—]{1,2}|[0-9]{0,4}[+\-−–—][0-9]{0,4}|n")
_NUMBERS = re.compile(r"[0-9]{1,4}(?:\s{0,2}[,，、\-–—~～]\s{0,2}[0-9]{1,4}){0,40}")
_BRACKETED = re.compile(r"[\[［【(（〔]\s{0,2}([0-9][0-9,，、\-–—~～\s]{0,80})[\])］】）〕]")
_LETTERS = re.compile(r"[a-z](?:[,，][a-z]){0,8}")
_ISOTOPE = re.compile(r"[0-9]{2,3}m?")
_ELEMENT = re.compile(r"[A-Z][a-z]?(?![a-z])")
# What a power may stand on besides a digit: a unit, or for 2 and 3 a single letter (R², χ²).
_UNIT = re.compile(r"(?:^|[^A-Za-z])(?:[munkdc]?m|d?[Ll]|kg|s|h|min)$")
_SYMBOL = re.compile(r"(?:^|[^A-Za-z])[A-Za-zΑ-Ωα-ω]$")
_DIGIT = re.compile(r"[0-9]\s{0,2}$|[⁰¹²³⁴⁵⁶⁷⁸⁹]$")


def above(node: Element, before: str) -> str:
    """Write a `<sup>` in characters; `before` is the text of its line so far."""
    content = node.text.strip()
    if not content:
        return ""
    following = node.next_sibling
    after = following.data[:3] if isinstance(following, Text) else ""
    return superscript(content, before, after, is_link=node.find("a") is not None)


def below(node: Element) -> str:
    """Write a `<sub>` in characters."""
    return subscript(node.text.strip())


def superscript(content: str, before: str, after: str, is_link: bool = False) -> str:
    """Write what stands above the line between the texts `before` and `after`.

    Digits after a number, a unit or a single letter, and signs after anything, are powers and charges (10⁶, m²,
    CD34⁺, ¹³¹I). Numbers after anything else are reference or affiliation marks and get square brackets, so
    that they glue to no word (`研究[3]`). All else (®, TM, *, th) stays as it is.
    """
    bracketed = _BRACKETED.fullmatch(content)
    if bracketed:
        return f"[{bracketed[1].strip()}]"
    is_number = _NUMBERS.fullmatch(content) is not None
    if is_link and is_number:
        return f"[{content}]"
    if _is_power(content, before) or (_ISOTOPE.fullmatch(content) and _ELEMENT.match(after)):
        return content.translate(_ABOVE)
    if is_number or (_LETTERS.fullmatch(content) and _DIGIT.search(before[-6:])):
        return f"[{content}]"
    return content


def subscript(content: str) -> str:
    """Write what stands below the line: digits and signs become small (CO₂, IC₅₀), letters stay as they are."""
    return content.translate(_BELOW)


def _is_power(content: str, before: str) -> bool:
    if _SIGNED.fullmatch(content) and before[-1:].isalnum():
        return not _is_range_mark(content, before)
    if not content.isdecimal():
        return False
    base = before[-6:]
    return bool(_DIGIT.search(base) or _UNIT.search(base) or (content in "23" and _SYMBOL.search(base)))


def _is_range_mark(content: str, before: str) -> bool:
    """1-3 after a Han character is a range of references, no charge."""
    return content[0].isdigit() and content[-1].isdigit() and not _DIGIT.search(before[-6:])
