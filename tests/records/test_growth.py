"""What is read of a page grows in proportion to its length, whatever it says."""

import pytest

from extract import Extractor
from extract.records.telling import Telling


@pytest.fixture
def taken_in(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The starts of the sentences that tellings take in, one by one."""
    starts: list[int] = []
    add = Telling.add

    def counted(telling: Telling, unit) -> float:  # type: ignore[no-untyped-def]
        starts.append(unit.start)
        return add(telling, unit)

    monkeypatch.setattr(Telling, "add", counted)
    return starts


def test_one_paragraph_that_never_contradicts_itself(taken_in: list[int]) -> None:
    extractor = Extractor(model=None)

    def sentences_taken_in(times: int) -> int:
        taken_in.clear()
        assert extractor.extract("上海东方医院治疗银屑病。" * times, kind="text").status == "ok"
        return len(taken_in)

    assert sentences_taken_in(1_200) < 2.5 * sentences_taken_in(600)
