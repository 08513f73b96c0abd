"""What belongs to an article and what only stands beside it."""

from extract.page import read_page

TITLE = "脐带干细胞治疗膝骨关节炎的新进展"
A = "<p>本院骨科将86例膝骨关节炎患者随机分为两组，干细胞组注射脐带间充质干细胞，对照组注射玻璃酸钠。</p>"
B = "<p>随访满一年时，干细胞组的疼痛评分明显低于对照组，两组均未见与注射有关的严重不良事件。</p>"
LEAK = "某省人民医院完成首例帕金森病细胞移植"
EXCERPT = "近日，该院神经外科团队完成了32例患者的细胞移植，随访结果良好，详情请看全文。"


def text(*parts: str) -> str:
    return read_page(f"<body><div><h1>{TITLE}</h1>{''.join(parts)}</div></body>").text


def teasers(count: int) -> str:
    return "".join(f'<div><a href="/n/{n}"><h4>{LEAK}</h4></a><p>{EXCERPT}</p></div>' for n in range(count))


def test_excerpts_of_other_articles_go() -> None:
    assert LEAK not in text(A, B, "<h3>相关文章</h3>", teasers(4))
    long = text(A * 8, B * 8, teasers(4))
    assert LEAK not in long
    assert EXCERPT not in long


def test_a_digest_of_linked_headings_stays() -> None:
    assert LEAK in text(teasers(6))


def test_comments_go_without_a_class_too() -> None:
    comments = "<h3>网友评论</h3>" + f"<div>某网友 2020-01-02</div><div>{EXCERPT}</div>" * 20
    assert EXCERPT not in text(A, B, comments)


def test_links_to_registers_and_journals_stay() -> None:
    references = (
        '<h2>参考文献</h2><ol><li><a href="https://doi.org/10.1234/x">Stem cells for knees. 2016.</a></li></ol>'
    )
    assert "Stem cells for knees" in text(A, B, references)


def test_a_list_of_links_that_is_announced_stays() -> None:
    trials = "".join(f'<li><a href="/t/{n}">某医院牙髓干细胞第{n}号研究</a></li>' for n in range(4))
    assert "第3号研究" in text(A, "<p>已登记的研究有：</p>", f"<ul>{trials}</ul>", B)


def test_a_table_of_contents_goes() -> None:
    contents = "".join(f'<li><a href="#{n}">第{n}节的标题</a></li>' for n in range(4))
    assert "第3节的标题" not in text(f"<ul>{contents}</ul>", A, B)


def test_a_page_of_links_has_no_article() -> None:
    links = "".join(f'<li><a href="/n/{n}">{LEAK}{n}</a><span>2020-01-0{n}</span></li>' for n in range(1, 9))
    assert read_page(f"<ul>{links}</ul>").text == ""


def test_table_rows_and_captions() -> None:
    table = "<table><tr><th>组别</th><th>例数</th></tr><tr><td>干细胞组</td><td><p>43</p></td></tr></table>"
    page = read_page(f"<div>{A}<p>表1 两组患者的例数</p>{table}{B}</div>")
    kinds = [(block.kind, page.text[block.start : block.end]) for block in page.blocks]
    assert ("caption", "表1 两组患者的例数") in kinds
    assert ("table_row", "干细胞组 | 43") in kinds


def test_words_of_the_rules_are_read_in_both_scripts_and_widths() -> None:
    for line in ("責任編輯：王某", "责任编辑: 王某", "【責任編輯】王某", "責任編輯　王某"):
        assert "王某" not in text(A, B, f"<p>{line}</p>")


def test_numbered_comments_go_but_a_thread_stays() -> None:
    floors = f"<p>1楼 某人：{EXCERPT}</p><p>2楼 路人甲：{EXCERPT}</p><p>3楼 乙：谢谢。</p>"
    assert EXCERPT not in text(A, B, floors)
    assert EXCERPT in text("<p>楼主 某某</p>", A, B, floors)


def test_counted_headings_and_titles_on_one_line() -> None:
    assert EXCERPT not in text(A, B, f"<div><h4>网友评论（12）</h4><p>甲：{EXCERPT}</p><p>乙：{EXCERPT}</p></div>")
    assert LEAK not in text(A, B, f"<div>热门问答：{LEAK}｜膝盖疼怎么办</div>")


def test_the_foot_of_the_site_goes() -> None:
    assert "人民医院" not in text(A, B, "<p>© 某市人民医院 京ICP备00000000号</p>", "<p>最后更新 2020-01-02</p>")
    assert "2020" not in text(A, B, "<p>本文发布于：2020年1月2日 阅读：33次</p>")


def test_both_neighbours_on_one_line_take_nothing_with_them() -> None:
    page = read_page(f"<div><p>上一条 下一条 导出</p><p>注册号：</p><p>ABC2000000001</p>{A}{B}</div>")
    assert "ABC2000000001" in page.text


def headline(*parts: str, title: str = "正文") -> str | None:
    return read_page(f"<title>{title}</title><body><div>{''.join(parts)}{A}{B}</div></body>").title


def test_a_headline_is_neither_the_site_nor_a_trail_nor_a_citation() -> None:
    for other in (
        '<h1 class="logo">东江晨报</h1>',
        "<h1>东江医学论文网</h1>",
        "<div>首页 » 医学 » 骨科正文</div>",
        "<div>要闻 社会 健康 旅游 视频</div>",
        "<div>东江医学杂志. 2013-10-30; 23(10): 812-818</div>",
    ):
        assert headline(other, f"<div>{TITLE}</div>") == TITLE
    assert headline("<h1>东江健康讲堂</h1>", f"<h5>{TITLE}</h5>", "<div>更新：2021-12-06　人气：12</div>") == TITLE


def test_a_form_has_no_guessed_headline() -> None:
    form = "".join(f"<p>第{n}栏的名称：</p><p>第{n}栏里填写的一些内容</p>" for n in range(12))
    page = read_page(f"<title>详情</title><body><div>{form}{A}{B}</div></body>")
    assert page.title == "详情"
    assert "第0栏里填写的一些内容" in page.text


def test_the_head_of_a_journals_page_stays() -> None:
    page = read_page(f"<body><div>《东江医药》 2021年第47卷第7期</div><div><h2>{TITLE}</h2>{A * 3}{B * 3}</div></body>")
    assert "第47卷" in page.text


def test_a_break_inside_a_word_or_a_date_is_none() -> None:
    page = read_page(
        f"<body><h1>{TITLE}</h1><p>东江市中<br>心医院</p><p>批准日期：</p><p>2022-10-<br>21</p><p>甲医院<br>乙医院</p>{A}{B}</body>"
    )
    lines = page.text.split("\n")
    assert {"东江市中心医院", "甲医院", "乙医院"} <= set(lines)
    assert "2022-10-21" in page.text


def test_a_sentence_of_further_reading_stays() -> None:
    assert "新版目录" in text(
        A, "<p>【延伸阅读】这种药一年要花多少钱?自2022年1月1日起执行的新版目录把年费用压到了三万元左右。</p>", B
    )
    assert LEAK not in text(A, B, f"<p>延伸阅读 {LEAK}</p>")
    assert LEAK not in text(A, B, f"<p>【推荐阅读】{LEAK}</p>")


def test_a_cell_with_headline_and_text_is_no_row_of_a_table() -> None:
    table = f"<table><tr><td>科室<br>介绍</td><td><h5>{TITLE}</h5>单位：东江医院<br>来源：东江医药 2018,40（15）：1-4<br>{A}</td></tr></table>"
    page = read_page(f"<title>文摘</title><body>{table}</body>")
    assert page.title == TITLE
    assert "table_row" not in {block.kind for block in page.blocks}
    assert "2018,40" in page.text


def test_the_source_of_a_byline_goes() -> None:
    assert "某县医院" not in text("<div>某县医院 2022-01-07 17:20</div>", A, B)
    assert "某县医院" not in text("<div>发布时间：2022-01-07 来源：某县医院</div>", A, B)


def test_furniture_with_inserted_pinyin_goes() -> None:
    assert "首页" not in text(A, B, "<p>標(biāo)簽:膝痛 首页</p>")


def test_values_of_a_form_stay() -> None:
    fields = {"登记号": "CTR20210001", "试验题目": TITLE, "目标入组人数": "60", "申办者": "某某生物公司"}
    form = "".join(f"<dt>{name}</dt><dd>{value}</dd>" for name, value in fields.items())
    page = read_page(f"<title>试验公示</title><body><dl>{form}</dl></body>")
    assert page.title == "试验公示"
    assert set(fields.values()) <= set(page.text.split("\n"))
