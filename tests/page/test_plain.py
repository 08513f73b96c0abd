"""Plain text takes the same way."""

from extract.page import Page, read_page

TITLE = "脐带干细胞治疗膝骨关节炎进展"
LONG = "本院骨科将86例膝骨关节炎患者随机分为两组，干细胞组注射脐带间充质干细胞，对照组注射玻璃酸钠，随访一年。"


def lines(page: Page) -> list[tuple[str, str]]:
    return [(block.kind, page.text[block.start : block.end]) for block in page.blocks]


def test_title_headings_and_items() -> None:
    page = read_page(f"{TITLE}\n\n{LONG}\n\n疗效评价\n\n{LONG}\n\n  • 第一组\n  - 第二组\n  1. 第三组\n")
    assert lines(page) == [
        ("title", TITLE),
        ("paragraph", LONG),
        ("heading", "疗效评价"),
        ("paragraph", LONG),
        ("list_item", "第一组"),
        ("list_item", "第二组"),
        ("list_item", "1. 第三组"),
    ]


def test_site_furniture_goes() -> None:
    head = "为细胞治疗普惠大众而努力!\n\n  • 公司地址\n    东江,高新区\n  • 联系电话\n    400-000-0000\n"
    tail = "免责说明：本文只为科普。\n\n某医院治疗肝硬化的新方法\n« 上一篇 2024年8月6日\n某医院治疗糖尿病足\n下一篇 »"
    page = read_page(f"{head}\n{TITLE}\n\n{LONG}\n\n{LONG}\n\n{tail}")
    assert lines(page) == [("title", TITLE), ("paragraph", LONG), ("paragraph", LONG)]


def test_lines_cut_at_a_column_are_one_paragraph() -> None:
    width = 34
    text = LONG * 3
    wrapped = "\n".join(text[at : at + width] for at in range(0, len(text), width))
    page = read_page(f"{TITLE}\n\n{wrapped}\n\n{wrapped}\n")
    assert lines(page) == [("title", TITLE), ("paragraph", text), ("paragraph", text)]


def test_cells_parted_by_tabs_are_a_row() -> None:
    page = read_page(f"{TITLE}\n\n{LONG}\n组别\t例数\n干细胞组\t43\n")
    assert ("table_row", "干细胞组 | 43") in lines(page)
