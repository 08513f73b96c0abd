"""The longest word beside a place is found, whatever the lengths of the words in the list."""

from hypothesis import given
from hypothesis import strategies as st

from extract.fields.beside import WordsBeside

TEXT = st.text("骨髓肝a", max_size=12)
WORDS = st.lists(st.text("骨髓肝a", min_size=1, max_size=4), max_size=8)


@given(WORDS, TEXT, st.integers(0, 12))
def test_as_comparing_each_word(words: list[str], text: str, at: int) -> None:
    def splits(index: int) -> bool:
        return 0 < index < len(text) and text[index - 1] == text[index] == "a"

    at = min(at, len(text))
    before = [at - len(word) for word in words if text[:at].endswith(word) and not splits(at - len(word))]
    behind = [at + len(word) for word in words if text[at:].startswith(word) and not splits(at + len(word))]
    beside = WordsBeside(words)
    assert beside.before(text, at) == min(before, default=at)
    assert beside.after(text, at) == max(behind, default=at)
