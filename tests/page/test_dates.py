"""Dates of publication as EDTF."""

import pytest

from extract.page import read_page
from extract.page.dates import edtf, edtf_of_fragments

BODY = "<p>本院骨科共入组膝骨关节炎患者86例，随机分为两组，随访满一年，未见严重不良事件。</p>" * 2


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ("2024年8月6日", "2024-08-06"),
        ("２０２４年８月６日", "2024-08-06"),
        ("2024-8-6 09:12", "2024-08-06"),
        ("2024/08/06", "2024-08-06"),
        ("2024.08", "2024-08"),
        ("20240806", "2024-08-06"),
        ("2024-08-06T09:12:00+08:00", "2024-08-06"),
        ("Aug. 6th, 2024", "2024-08-06"),
        ("6 August 2024", "2024-08-06"),
        ("民國113年8月6日", "2024-08-06"),
        ("二〇二四年八月六日", "2024-08-06"),
        ("二○二四年十二月二十一日", "2024-12-21"),
        ("18-03-08", "2018-03-08"),
        ("3天前", None),
        ("8月6日", None),
        ("2024-13-45", None),
        ("电话 139-6700-7000", None),
    ],
)
def test_edtf(printed: str, value: str | None) -> None:
    assert edtf(printed) == value


@pytest.mark.parametrize(
    "pieces", [["06", "2024-08"], ["2024", "08-06"], ["06", "Aug", "2024"], ["2024", "08", "06"], ["2024年", "8月6日"]]
)
def test_a_date_in_pieces(pieces: list[str]) -> None:
    assert edtf_of_fragments(pieces) == "2024-08-06"


def page(under_title: str, head: str = "", below: str = "") -> str:
    title = "脐带干细胞治疗膝骨关节炎进展"
    return f"<head>{head}</head><body><div><h1>{title}</h1>{under_title}{BODY}{below}</div></body>"


META = '<meta property="article:published_time" content="2022-02-10T08:00:00+08:00">'


@pytest.mark.parametrize(
    ("markup", "published"),
    [
        (page("<p>发布时间：2024-08-06 来源：健康报</p>"), "2024-08-06"),
        (page("<p>2024年8月6日 阅读 4302</p>"), "2024-08-06"),
        (page("<p>2024年8月6日</p>", META), "2024-08-06"),
        (page("<p>3天前</p>", META), "2022-02-10"),
        (page("<p>更新时间：2024-08-06</p>", META), "2022-02-10"),
        (page("<p>更新时间：2024-08-06</p>"), "2024-08-06"),
        (page("<p>收稿日期：2019-01-02 录用日期：2019-05-06 发布日期：2019-08-09</p>"), "2019-08-09"),
        (page("", below="<p>发布日期：2017年3月9日</p>"), "2017-03-09"),
        (page("", below="<p>某某生物股份有限公司董事会</p><p>二〇二二年四月二十九日</p>"), "2022-04-29"),
        (page("<time datetime='2020-03-04'>三年前</time>"), "2020-03-04"),
        (page("", "<script>var pubTime = '2020-03-04 10:00:00';</script>"), "2020-03-04"),
        (page("<p>研究时间：2019年1月至2020年12月</p>"), None),
        (page(""), None),
    ],
)
def test_published(markup: str, published: str | None) -> None:
    assert read_page(markup).published == published


def test_the_date_line_is_no_text_but_dates_of_the_paper_are() -> None:
    text = read_page(page("<p>发布时间：2024-08-06 浏览：12</p><p>收稿日期：2019-01-02</p>")).text
    assert "2024-08-06" not in text
    assert "收稿日期：2019-01-02" in text


def test_values_of_a_form_are_no_bylines() -> None:
    form = "<h1>试验登记详情</h1><p>注册号：</p><p>ChiCTR2000000001</p><p>注册时间：</p><p>2020-03-18</p>"
    page = read_page(form)
    assert page.published is None
    assert "2020-03-18" in page.text


def test_dates_in_scripts() -> None:
    body = f"<body><h1>膝骨关节炎的新疗法</h1>{BODY}</body>"
    assert read_page(f'<script>var pubDate="2018-07-06";</script>{body}').published == "2018-07-06"
    assert read_page(f'<script>var ct = "1678752000";</script>{body}').published == "2023-03-14"


def test_dates_at_the_foot() -> None:
    body = f"<h1>膝骨关节炎的新疗法</h1>{BODY * 3}"
    assert read_page(f"<body>{body}<footer><p>發布時間：2022/06/08 11:20</p></footer></body>").published == "2022-06-08"
    assert read_page(f"<body>{body}<p>2024/01/16 14:05 更新</p></body>").published == "2024-01-16"
    comments = "".join(f"<p>网友{n} 2020-01-0{n} 10:00</p>" for n in (1, 2))
    assert read_page(f"<body>{body}{comments}</body>").published is None
