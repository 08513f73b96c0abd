"""Rules that cannot be used are refused with a message that names them."""

from pathlib import Path

import pytest

from extract.rules import RuleError, RuleSet

RULE = "field: p_value\nrules:\n  - id: p_value.mine\n    cues: ['p<']\n    pattern: '{}'\n"


def load(folder: Path, text: str) -> RuleSet:
    (folder / "mine.yaml").write_text(text, "utf-8")
    return RuleSet(folder)


@pytest.mark.parametrize("pattern", ["P<[0-9]+", "(a|b)*", "P.{2,}", "(?:x[0-9]{1,3})+?"])
def test_unbounded_repeats_are_refused(tmp_path: Path, pattern: str) -> None:
    with pytest.raises(RuleError, match=r"p_value\.mine.*bound each repeat"):
        load(tmp_path, RULE.format(pattern))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (RULE.format("P<("), "p_value.mine"),
        (RULE.format("{nothing}"), "nothing is named {nothing}"),
        ("field: p_value\nrules:\n  - id: x.y\n    pattern: 'a'\n", "give cues"),
        ("field: p_value\nrules:\n  - id: x.y\n", "either a pattern or a lexicon"),
        ("field: p_value\nrulez: []\n", "rulez"),
        ("field: [", "mine.yaml"),
    ],
)
def test_wrong_files_are_named(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(RuleError) as caught:
        load(tmp_path, text)
    assert message in str(caught.value)


@pytest.mark.parametrize("pattern", ["[*+]{1,3}", r"P\+{1,2}", "[]+]", "[^]*]{2,3}", r"[\]+]", "P{0,2}"])
def test_signs_of_repeats_may_be_looked_for(tmp_path: Path, pattern: str) -> None:
    rules = load(tmp_path, RULE.format(pattern))
    assert rules.rules[-1].pattern == pattern


def test_words_among_cues_may_have_signs_beside_them(tmp_path: Path) -> None:
    rule = (
        "field: p_value\nwords: {ends: [完, 终]}\nrules:\n  - {id: p_value.mine, cues: ['{ends}:'], pattern: '完|终'}\n"
    )
    assert load(tmp_path, rule).rules[-1].cues == ("完:", "终:")


def test_a_rule_can_be_switched_off(tmp_path: Path) -> None:
    known = {rule.id for rule in RuleSet().rules}
    rules = load(tmp_path, "field: journal\nrules:\n  - {id: journal.known, disabled: true}\n")
    assert known - {rule.id for rule in rules.rules} == {"journal.known"}


def test_a_word_list_is_longer_for_the_built_in_rules_too(tmp_path: Path) -> None:
    """As a list, in the patterns that name it, and among the cues."""
    from extract.shadow import Shadow

    (tmp_path / "title.yaml").write_text("field: title\nwords:\n  labels: [试验大名]\n", "utf-8")
    rules = RuleSet(tmp_path)
    built_in = RuleSet()
    assert rules.words("title/labels") == (*built_in.words("title/labels"), "试验大名")
    text = Shadow("试验大名:脐血细胞治疗早产儿脑损伤的研究\n")
    found = [match for match in rules.find(text)["title"] if match.rule.id == "title.labelled"]
    assert [text.text[match.start : match.end] for match in found] == ["脐血细胞治疗早产儿脑损伤的研究"]
    assert rules.pattern("title/labels").fullmatch("注册题目")


def test_a_lexicon_of_the_same_name_is_added_to(tmp_path: Path) -> None:
    (tmp_path / "lexicons").mkdir()
    (tmp_path / "lexicons/journals.tsv").write_text(
        "name\talso\tissn\twhen\n月球医学\tLunar Medicine\t\tsure\n", "utf-8"
    )
    journals = RuleSet(tmp_path).lexicon("journals").by_name
    assert journals["lunar medicine"]["canonical"] == "月球医学"
    assert "stem cells" in journals


def test_latin_names_never_match_inside_longer_words(rules: RuleSet) -> None:
    from extract.shadow import Shadow

    found = rules.find(Shadow("发表在Naturexyz和PreNature与Nature上"))["journal"]
    assert [match.start for match in found if match.rule.id == "journal.known"] == [23]
