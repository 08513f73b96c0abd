"""What reads like a study's title, and what like a news headline, a journal, a law or an address."""

import re

from extract.rules import RuleSet, one_of

HAN = re.compile("[㐀-鿿]")
SHORTEST_ENGLISH = 20
SHORTEST_CHINESE = 6
_SHORTEST_SENTENCE = 10
_LONGEST = 260
FEWEST_WORDS = 4


class Wording:
    def __init__(self, rules: RuleSet) -> None:
        self._nouns = re.compile(one_of(rules.words("title/title_nouns")))
        self._ends = rules.words("title/title_ends")
        self._function_words = rules.pattern("title/function_words")
        self._headline_words = re.compile(one_of(rules.words("title/headline_words")))
        self._other_works = re.compile(one_of(rules.words("journal/other_works")))
        self._citation = rules.pattern("title/citation")
        self._sentence_words = re.compile(one_of(rules.words("title/sentence_words")))
        self._site = re.compile(one_of(rules.words("title/site_words")))
        self._address = re.compile(one_of(rules.words("title/address_words")))
        self._journal_like = rules.words("title/journal_like")
        self._journal_starts = rules.words("title/journal_starts")
        self._no_title_starts = rules.words("title/no_title_starts")
        self._sections = frozenset(rules.words("title/running_labels"))
        self._abstract = frozenset(rules.words("title/abstract_words"))
        self._news_lead = re.compile(one_of(rules.words("title/news_lead")))
        self._of_patients = re.compile(one_of(rules.words("records/patient")))
        self._guideline_ends = rules.words("title/guideline_ends")
        self._abstract_head = rules.pattern("records/abstract_head")
        self._own_report = rules.pattern("title/own_report")
        self._journals = {*rules.lexicon("journals").by_name, *rules.lexicon("journal_words").by_name}

    def is_work_of_another_kind(self, name: str) -> bool:
        """A journal, a law, a guideline, a book."""
        if name.startswith(self._journal_starts) or self._other_works.search(name[-12:]):
            return True
        return name.lower() in self._journals or name.endswith(self._journal_like)

    def is_news(self, line: str) -> bool:
        return self._headline_words.search(line) is not None

    def is_section(self, label: str) -> bool:
        return label in self._sections

    def opens_abstract(self, label: str) -> bool:
        return label in self._abstract

    def is_news_lead(self, text: str) -> bool:
        """The summary above a newspaper's or a site's article."""
        return self._news_lead.search(text) is not None

    def is_abstract(self, line: str) -> bool:
        """A whole abstract on one line: 目的:…方法:…"""
        return len({head["name"] for head in self._abstract_head.finditer(line)}) > 1

    def is_of_patients(self, text: str) -> bool:
        return self._of_patients.search(text) is not None

    def is_guideline(self, line: str) -> bool:
        return line.endswith(self._guideline_ends)

    def reports_itself(self, text: str) -> bool:
        """An abstract that says what its own paper reports."""
        return self._own_report.search(text) is not None

    def is_address(self, line: str) -> bool:
        """An affiliation or a person."""
        return self._address.search(line) is not None

    def is_furniture(self, line: str) -> bool:
        """A news headline, the name of a site or of a list, a line of a citation."""
        return self.is_news(line) or self._site.search(line) is not None or self.is_citation(line)

    def is_citation(self, line: str) -> bool:
        return self._citation.search(line) is not None

    def is_issue(self, behind: str) -> bool:
        """What stands behind 《…》 is a volume and issue: it is a journal."""
        return behind.startswith("》") and self._citation.match(behind.lstrip("》 ")) is not None

    def reads_like_a_title(self, line: str) -> bool:
        """A study's title tells what was given or looked at, in the words that such titles are made of."""
        if len(line) > _LONGEST or self.is_news(line) or line.startswith(self._no_title_starts):
            return False
        if not HAN.search(line):
            return len(line.split()) >= FEWEST_WORDS and self._function_words.search(line) is not None
        if len(line) < _SHORTEST_SENTENCE or self._sentence_words.search(line):
            return False
        return self._nouns.search(line) is not None

    def ends_like_a_title(self, line: str) -> bool:
        return line.endswith(self._ends)
