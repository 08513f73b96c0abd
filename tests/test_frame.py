"""The batch function over pandas tables."""

import pandas as pd
import pytest

from extract import Extractor

PAGE = "<html><body><h1>膝痛研究</h1><p>盛京医院收治骨关节炎患者{}例,随访12个月,评分下降(P&lt;0.05)。</p></body></html>"


def test_one_row_a_record_and_the_pages_own_columns() -> None:
    pages = pd.DataFrame(
        {
            "id": ["a", "b", "c"],
            "url": ["https://example.org/a", None, None],
            "html": [PAGE.format(51), PAGE.format(52), None],
        }
    )
    table = Extractor().frame(pages)
    assert list(table["article_id"]) == ["a", "b"]
    assert [row[0]["value"] for row in table["patients"]] == [51, 52]
    assert table["url"].iloc[0] == "https://example.org/a"


def test_each_row_may_hold_html_or_text() -> None:
    text = "盛京医院收治骨关节炎患者53例,随访12个月,评分下降(P<0.05)"
    pages = pd.DataFrame({"id": [1, None], "html": [PAGE.format(51), None], "text": [None, text]})
    table = Extractor().frame(pages)
    assert [row[0]["value"] for row in table["patients"]] == [51, 53]
    assert table["article_id"].iloc[0] == "1"


def test_a_table_without_pages_is_refused() -> None:
    with pytest.raises(ValueError, match="needs a column 'html' or 'text'"):
        Extractor().frame(pd.DataFrame({"body": ["x"]}))
