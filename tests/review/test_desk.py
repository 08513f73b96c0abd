"""The door: deciding, taking back, the queue, the list."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from msgspec.structs import replace

from extract.review.decisions import Conflict, DecisionError
from extract.review.desk import Desk, Request
from extract.review.listing import Filters
from extract.schema import Article

RunOf = Callable[[list[Article]], Path]


def _ask(desk: Desk, article_id: str, action: str, target: list[str], after: Any = None, **more: Any) -> Request:
    review = more.get("review", 1)
    given = {"id": str(uuid4()), "reviewer": "王医生", "seen": desk.open(article_id, review).version, **more}
    return Request(article_id=article_id, action=action, target=target, after=after, **given)  # type: ignore[arg-type]


def _many(articles: list[Article], number: int) -> list[Article]:
    """Articles of several sites, each with an id of its own."""
    return [
        replace(articles[n % len(articles)], id=f"a{n:04d}", url=f"https://site{n % 7}.example/{n}", source=f"{n}.html")
        for n in range(number)
    ]


def test_a_decision_and_its_repetition(articles: list[Article], run_of: RunOf) -> None:
    with Desk(run_of(articles)) as desk:
        id = desk.next("王医生")
        assert id
        fact = desk.open(id).left[0]
        request = _ask(desk, id, "accept", [fact.key])
        after = desk.decide(request)
        assert (after.fact(fact.key).status, after.version) == ("accepted", 1)
        assert desk.decide(request).version == 1
        with pytest.raises(Conflict, match="王医生"):
            desk.decide(replace(request, id=str(uuid4()), reviewer="李医生"))
        assert desk.decide(_ask(desk, id, "reject", [fact.key], reviewer="李医生")).fact(fact.key).status == "rejected"


def test_the_log_says_how_it_stood_before(articles: list[Article], run_of: RunOf) -> None:
    with Desk(run_of(articles)) as desk:
        fact = next(one for one in desk.open(articles[0].id).facts if one.field == "patients")
        desk.decide(_ask(desk, articles[0].id, "reject", [fact.key]))
        (kept,) = desk.log.of(articles[0].id)
        assert kept.before[fact.key]["status"] == "unreviewed"
        assert kept.before[fact.key]["evidence"][0][2] == fact.evidence[0].quote


def test_taking_back_and_again(articles: list[Article], run_of: RunOf) -> None:
    with Desk(run_of(articles)) as desk:
        id = articles[0].id
        first, second, *_ = [one.key for one in desk.open(id).left]
        for key in (first, second):
            desk.decide(_ask(desk, id, "accept", [key]))

        def stands() -> list[str]:
            return [desk.open(id).fact(key).status for key in (first, second)]

        def turn(move: Callable[..., Any]) -> list[str]:
            move(id, "王医生", str(uuid4()), desk.open(id).version)
            return stands()

        assert turn(desk.undo) == ["accepted", "unreviewed"]
        assert turn(desk.undo) == ["unreviewed", "unreviewed"]
        assert turn(desk.redo) == ["accepted", "unreviewed"]
        assert turn(desk.redo) == ["accepted", "accepted"]
        with pytest.raises(DecisionError):
            turn(desk.redo)
        assert turn(desk.undo) == ["accepted", "unreviewed"]
        desk.decide(_ask(desk, id, "reject", [second]))
        with pytest.raises(DecisionError):
            turn(desk.redo)


def test_nobody_takes_back_what_others_said_or_built_on(articles: list[Article], run_of: RunOf) -> None:
    with Desk(run_of(articles)) as desk:
        id = articles[0].id
        fact = next(one for one in desk.open(id).facts if one.field == "patients")
        added = desk.decide(
            _ask(desk, id, "add", [], {"field": "journal", "record_id": "", "value": {"name": "J"}, "spans": [[0, 4]]})
        ).facts[-1]
        added = next(one for one in desk.open(id).facts if one.status == "added")
        desk.decide(_ask(desk, id, "move", [added.key], {"record_id": fact.record_id}, reviewer="李医生"))
        with pytest.raises(DecisionError, match="李医生"):
            desk.undo(id, "王医生", str(uuid4()), desk.open(id).version)
        last = desk.open(id).decisions[-1]
        with pytest.raises(DecisionError, match="李医生"):
            desk.decide(_ask(desk, id, "undo", [last.id]))


@pytest.mark.parametrize(
    ("action", "target", "after"),
    [
        ("accept", [], None),
        ("accept", ["institution:0-1@x"], None),
        ("correct", [], {}),
        ("move", ["?"], {"record_id": "?"}),
        ("merge", ["?"], None),
        ("split", ["?"], {"kind": "study"}),
        ("split", [], {"kind": "novel"}),
        ("split", [], "study"),
        ("add", [], {"field": "weather"}),
        ("add", [], None),
        ("reopen", [], None),
        ("comment", [], None),
        ("undo", ["?"], None),
    ],
)
def test_what_cannot_be_is_refused_and_not_kept(
    articles: list[Article], run_of: RunOf, action: str, target: list[str], after: object
) -> None:
    with Desk(run_of(articles)) as desk:
        with pytest.raises(DecisionError):
            desk.decide(_ask(desk, articles[0].id, action, target, after))
        with pytest.raises(DecisionError):
            desk.decide(_ask(desk, articles[0].id, "done", [], reviewer="\u202e"))
        assert desk.log.last() == 0


def test_splitting_gives_the_record_an_id_that_none_bore(articles: list[Article], run_of: RunOf) -> None:
    with Desk(run_of(articles)) as desk:
        id = articles[1].id
        made = [desk.decide(_ask(desk, id, "split", [], {"kind": "study"})).records[-1].id]
        desk.undo(id, "王医生", str(uuid4()), desk.open(id).version)
        made.append(desk.decide(_ask(desk, id, "split", [], None)).records[-1].id)
        assert len({*made, *(one.record_id for one in articles[1].records)}) == 2 + len(articles[1].records)


def test_the_second_review_is_blind_and_another_persons(articles: list[Article], run_of: RunOf) -> None:
    with Desk(run_of(articles), second_share=1.0) as desk:
        id = articles[0].id
        key = desk.open(id).left[0].key
        desk.decide(_ask(desk, id, "reject", [key]))
        assert desk.open(id, 2).fact(key).status == "unreviewed"
        with pytest.raises(DecisionError, match="another person"):
            desk.decide(_ask(desk, id, "accept", [key], review=2))
        desk.decide(_ask(desk, id, "accept", [key], review=2, reviewer="李医生"))
        assert (desk.open(id).fact(key).status, desk.open(id, 2).fact(key).status) == ("rejected", "accepted")
        assert desk.next("王医生", review=2) != id
    with Desk(desk.folder, second_share=0.0) as desk, pytest.raises(DecisionError, match="sample"):
        desk.decide(_ask(desk, articles[2].id, "done", [], review=2))


def test_the_queue_hands_out_the_doubtful_first_and_nothing_twice(articles: list[Article], run_of: RunOf) -> None:
    with Desk(run_of(articles)) as desk:
        doubts = [row.doubt for row in desk.articles().rows]
        assert doubts == sorted(doubts, reverse=True)
        handed = [desk.next(name) for name in ("王医生", "李医生", "赵医生")]
        assert len(set(handed)) == 3
        assert handed[0] == desk.articles().rows[0].id
        desk.decide(_ask(desk, handed[0] or "", "done", []))
        assert desk.next("王医生") not in (*handed, None)


def test_pages_show_each_article_once_whatever_the_order(articles: list[Article], run_of: RunOf) -> None:
    many = _many(articles, 103)
    with Desk(run_of(many)) as desk:
        for sort in ("doubt", "position", "title", "confidence", "left", "published"):
            page, seen, firsts = desk.articles(sort=sort, size=10), [], []  # type: ignore[arg-type]
            while True:
                seen += [row.id for row in page.rows]
                firsts.append(page.rows[0].id)
                if page.next is None:
                    break
                page = desk.articles(sort=sort, size=10, cursor=page.next)  # type: ignore[arg-type]
            assert sorted(seen) == sorted(one.id for one in many)
            back = [page.rows[0].id]
            while page.previous is not None:
                page = desk.articles(sort=sort, size=10, cursor=page.previous)  # type: ignore[arg-type]
                back.append(page.rows[0].id)
            assert back == firsts[::-1]
        with pytest.raises(ValueError, match="no place in the list"):
            desk.articles(cursor="%%%")


def test_filters(articles: list[Article], run_of: RunOf) -> None:
    many = _many(articles, 30)
    with Desk(run_of(many)) as desk:
        desk.decide(_ask(desk, "a0003", "comment", [], comment="?"))
        desk.decide(_ask(desk, "a0004", "done", []))

        def found(**given: Any) -> set[str]:
            return {row.id for row in desk.articles(Filters(**given), size=100).rows}

        assert found(review="begun") == {"a0003"}
        assert found(review="done", reviewer="王医生") == {"a0004"}
        assert found(site="site3.example") == {one.id for one in many if "site3." in (one.url or "")}
        assert found(text="骨不连") == {one.id for one in many if "骨不连" in one.text}
        assert found(text="nk細胞") == {one.id for one in many if "nk細胞" in one.text.casefold()}
        assert found(text="<>") == set()
        assert found(text='" OR pairs:*') == set()
        assert found(flag="several_totals") == {
            one.id for one in many if any(f.code == "several_totals" for r in one.records for f in r.flags)
        }
        doubtful = found(field="institution", below=0.8)
        assert set() < doubtful < found(field="institution") <= found()
        assert doubtful == {row.id for row in desk.articles(size=100).rows if row.sure.get("institution", 1) < 0.8}
        assert desk.choices().reviewers == {"王医生": 2}
        assert desk.choices().sites["site0.example"] == 5


def test_the_list_follows_what_another_program_decides(articles: list[Article], run_of: RunOf) -> None:
    folder = run_of(articles)
    with Desk(folder) as one, Desk(folder) as other:
        other.decide(_ask(other, articles[0].id, "done", [], reviewer="李医生"))
        assert one.counts().done == 1
        assert [row.reviewers for row in one.articles(Filters(review="done")).rows] == [["李医生"]]


def test_the_index_can_be_lost_and_made_again(articles: list[Article], run_of: RunOf) -> None:
    folder = run_of(articles)
    told: list[tuple[int, int]] = []
    with Desk(folder, lambda done, whole: told.append((done, whole))) as desk:
        desk.decide(_ask(desk, articles[0].id, "done", []))
        counts = desk.counts()
    assert told[-1] == ((folder / "articles.jsonl").stat().st_size,) * 2
    with Desk(folder, lambda *_: pytest.fail("the index is there")) as desk:
        assert desk.counts() == counts
    for path in folder.glob(".review-index*"):
        path.unlink()
    with Desk(folder) as desk:
        assert desk.counts() == counts


def test_a_new_run_makes_a_new_index_and_keeps_the_decisions(articles: list[Article], run_of: RunOf) -> None:
    with Desk(run_of(articles)) as old:
        key = old.open(articles[0].id).left[0].key
        old.decide(_ask(old, articles[0].id, "accept", [key]))
        folder = run_of([articles[3], replace(articles[0], sha256="0")])
        assert old.open(articles[2].id).article == old.index.article(articles[2].id)  # the old lines are still read
    with Desk(folder) as new:
        assert new.counts().articles == 2
        assert new.open(articles[0].id).fact(key).status == "accepted"
        assert len(list(folder.glob(".review-index-*.sqlite"))) == 1


def test_a_folder_without_a_run_is_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"holds no articles\.jsonl"):
        Desk(tmp_path)
    (tmp_path / "articles.jsonl").write_text("{}\n")
    with pytest.raises(ValueError, match="line 1 is no article"):
        Desk(tmp_path)
