"""Pages in every encoding that Chinese sites use, rightly, wrongly and not declared."""

import pytest

from extract.page import read_page

SIMPLIFIED = "东江市中心医院血液科自2018年3月起为患者输注脐带间充质干细胞，共入组48例，治疗后显著缓解。"
TRADITIONAL = "東江市立醫院血液科自2018年3月起為病人輸注臍帶間質幹細胞，共收案48例，治療後顯著緩解。"


def html(text: str, declared: str | None = None) -> str:
    meta = f'<meta http-equiv="Content-Type" content="text/html; charset={declared}">' if declared else ""
    return f"<html><head>{meta}<title>临床报告</title></head><body><p>{text}</p></body></html>"


@pytest.mark.parametrize("declared", [None, "gb2312", "gbk", "utf-8", "big5", "iso-8859-1", "no-such-charset"])
@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("gb2312", "gb18030"),
        ("gbk", "gb18030"),
        ("gb18030", "gb18030"),
        ("utf-16", "utf-16"),
    ],
)
def test_simplified_is_read_whatever_is_declared(codec: str, name: str, declared: str | None) -> None:
    page = read_page(html(SIMPLIFIED, declared).encode(codec))
    assert SIMPLIFIED in page.text
    assert (page.encoding, page.replacements) == (name, 0)


@pytest.mark.parametrize("declared", [None, "big5", "gb2312", "utf-8"])
@pytest.mark.parametrize(
    ("codec", "name"),
    [("big5", "big5"), ("big5hkscs", "big5"), ("cp950", "big5"), ("utf-8", "utf-8"), ("gb18030", "gb18030")],
)
def test_traditional_is_read_whatever_is_declared(codec: str, name: str, declared: str | None) -> None:
    page = read_page(html(TRADITIONAL, declared).replace("临床报告", "").encode(codec))
    assert TRADITIONAL in page.text
    assert page.encoding == name


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark(codec: str) -> None:
    page = read_page(html(SIMPLIFIED).encode(codec))
    assert SIMPLIFIED in page.text
    assert page.encoding == "utf-16"


def test_a_character_beyond_the_declared_set_loses_nothing_after_it() -> None:
    text = "由东江市中心医院喆主任团队完成。" + SIMPLIFIED
    assert text in read_page(html(text, "gb2312").encode("gbk")).text


@pytest.mark.parametrize(("codec", "declared"), [("utf-8", "utf-8"), ("gbk", "gb2312")])
def test_broken_bytes_are_counted_and_the_rest_is_kept(codec: str, declared: str) -> None:
    data = html(SIMPLIFIED + "</p><p>后文仍在，随访一年。", declared).encode(codec)
    at = data.index("血".encode(codec))
    page = read_page(data[: at + 1] + data[at + len("血".encode(codec)) :])
    assert page.replacements > 0
    assert "后文仍在，随访一年。" in page.text


@pytest.mark.parametrize("codec", ["utf-8", "gb18030", "big5", "utf-16"])
def test_a_page_cut_within_a_character(codec: str) -> None:
    text = TRADITIONAL if codec == "big5" else SIMPLIFIED
    data = f"<html><body><p>{text}</p><p>{text[:11]}".encode(codec)
    assert text in read_page(data[:-1]).text


def test_characters_need_no_encoding() -> None:
    assert read_page(html(SIMPLIFIED)).encoding is None
