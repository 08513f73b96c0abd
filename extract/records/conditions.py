"""Which of the diseases named in a study's text are those that it treats."""

import re
from bisect import bisect_left
from collections.abc import Iterable

from extract.schema import Evidence, Mention, Title
from extract.segment import Document

_SURE = 0.8
_LIKELY = 0.6
# Characters between people counted and what they have, or between what they have and where they are counted.
_BEHIND_PEOPLE = 12
_BEFORE_PEOPLE = 4
_WHOLES = ("total", "planned", "arm", "control")
_ENDS = re.compile("[,，;；。|\n]")
_STOPS = re.compile("[;；。|\n]")
_NAMES = ("institution", "journal")
_HEADED = ("title", "heading")


class Conditions:
    """The conditions told of one study; `chosen` are the names of those that it treats.

    Those in its title come first, then those that people counted have, then those that the text is sure of. A heading
    may be that of several studies, or of the next one: it speaks only where the text beneath it is not sure.
    """

    def __init__(self, told: list[Mention], title: Title | None, doc: Document, is_registered: bool) -> None:
        self._doc = doc
        self._is_registered = is_registered
        self._titles = title.evidence if title else []
        self._people = sorted((m.start, m.end) for m in told if m.field == "patients" and m.value.role in _WHOLES)
        names = sorted((mention.start, mention.end) for mention in told if mention.field in _NAMES)
        self.mentions = [m for m in told if m.field == "condition" and not _is_piece(m, names)]

    @property
    def chosen(self) -> set[str]:
        if not self.mentions:
            return set()
        english = [mention for mention in self.mentions if mention.quote.isascii()]
        chinese = [mention for mention in self.mentions if not mention.quote.isascii()]
        in_english = self._in_title(english)
        chosen = self._surest(chinese) or (set() if in_english else self._likeliest(chinese))
        chosen |= in_english if chosen else self._surest(english) or self._likeliest(english)
        exact = {name for name in chosen if not any(name != other and name in other for other in chosen)}
        fuller = self._fuller(exact)
        in_title = self._in_title(self.mentions)
        kept = {name for name in exact if name in in_title or not any(name in one for one in fuller)}
        return fuller | kept | {name for name in self._registered() if not any(name in one for one in exact)}

    def _registered(self) -> set[str]:
        """The diseases that stand alone in the cells of a registered trial's row."""
        rows = (m for m in self.mentions if self._is_registered and self._doc.block(m.start).kind == "table_row")
        return _names(mention for mention in rows if self._fills_cell(mention))

    def _fills_cell(self, mention: Mention) -> bool:
        row = self._doc.block(mention.start)
        before = self._doc.printed[row.start : mention.start].rstrip()
        behind = self._doc.printed[mention.end : row.end].lstrip()
        return before.endswith("|") and behind.startswith("|")

    def _fuller(self, chosen: set[str]) -> set[str]:
        """Longer names of the conditions chosen: 失代偿期肝硬化 in the text, where the title says 肝硬化."""
        likely = _names(mention for mention in self.mentions if mention.confidence >= _LIKELY)
        return {name for name in likely if any(one != name and one in name for one in chosen)}

    def _surest(self, conditions: list[Mention]) -> set[str]:
        sure = (m for m in conditions if m.confidence >= _SURE and not self._is_headed(m))
        return self._in_title(conditions) or self._of_people(conditions) or _names(sure)

    def _likeliest(self, conditions: list[Mention]) -> set[str]:
        """Those that a heading is sure of; else the one named most often, among likely ones if there are any."""
        sure = _names(mention for mention in conditions if mention.confidence >= _SURE)
        names = [m.value.name for m in conditions if m.confidence >= _LIKELY] or [m.value.name for m in conditions]
        return sure or ({max(names, key=names.count)} if names else set())

    def _in_title(self, conditions: list[Mention]) -> set[str]:
        """The names of the conditions that stand in the study's title, wherever that is repeated."""
        return _names(m for title in self._titles for m in conditions if _is_within(m, title))

    def _is_headed(self, mention: Mention) -> bool:
        return self._doc.block(mention.start).kind in _HEADED

    def _of_people(self, conditions: list[Mention]) -> set[str]:
        """The names of the conditions that people counted have: 60例肝硬化患者, 稳定期白癜风,124例."""
        having = [mention for mention in conditions if self._is_counted(mention)]
        likely = [mention for mention in having if mention.confidence >= _LIKELY]
        counted = (m for m in conditions if m.confidence >= _LIKELY and self._is_counted_behind(m))
        return _names(likely or having) | _names(counted)

    def _is_counted(self, condition: Mention) -> bool:
        at = bisect_left(self._people, (condition.start + 1,)) - 1
        end = self._people[at][1] if at >= 0 else -_BEHIND_PEOPLE
        near = 0 <= condition.start - end <= _BEHIND_PEOPLE
        return near and not _ENDS.search(self._doc.printed, end, condition.start)

    def _is_counted_behind(self, condition: Mention) -> bool:
        at = bisect_left(self._people, (condition.end,))
        start = self._people[at][0] if at < len(self._people) else len(self._doc.printed)
        near = start - condition.end <= _BEFORE_PEOPLE
        return near and not _STOPS.search(self._doc.printed, condition.end, start)


def _names(conditions: Iterable[Mention]) -> set[str]:
    return {mention.value.name for mention in conditions}


def _is_piece(mention: Mention, names: list[tuple[int, int]]) -> bool:
    """Whether a disease is but a piece of the name that stands there, as of a hospital."""
    at = bisect_left(names, (mention.start + 1,)) - 1
    return at >= 0 and names[at][0] <= mention.start and mention.end <= names[at][1]


def _is_within(mention: Mention, whole: Evidence) -> bool:
    return whole.start <= mention.start and mention.end <= whole.end
