"""Pages in the layouts that Chinese sites use, each with what must be read on it and what must not."""

from dataclasses import dataclass, field

P1 = "本院血液科自2018年3月起为急性移植物抗宿主病患者输注脐带间充质干细胞，至2020年9月共入组48例，全部完成一年随访。"
P2 = "输注剂量为每公斤体重1×10<sup>6</sup>个细胞，每周一次，共四次；第28天总缓解率为72.9%，明显高于对照组的45.8%（P&lt;0.05）。"
P2_READ = "输注剂量为每公斤体重1×10⁶个细胞，每周一次，共四次；第28天总缓解率为72.9%，明显高于对照组的45.8%（P<0.05）。"
P3 = "研究者认为，该疗法安全性良好，未见与输注有关的严重不良事件，但长期疗效仍有待更大样本的多中心试验来验证。"
TITLE = "脐带间充质干细胞治疗急性移植物抗宿主病48例报告"
LEAK = "九十例糖尿病足患者接受外周血干细胞移植的回顾分析"
LEAK2 = "某省人民医院发布三十二例肝衰竭细胞治疗数据"
NAV = "".join(
    f'<li><a href="/c/{i}">{name}</a></li>'
    for i, name in enumerate(("首页", "新闻中心", "学科介绍", "专家团队", "就医指南", "科研教学", "联系我们"))
)
LEAKS = "".join(
    f'<li><a href="/a/{i}.html">{text}</a><span>2019-0{i + 1}-11</span></li>'
    for i, text in enumerate((LEAK, LEAK2, "十二家医院牵头细胞治疗登记平台"))
)
LEAK_WORDS = (LEAK, LEAK2, "十二家医院牵头")


@dataclass(frozen=True)
class PageCase:
    """`wanted` must stand in the text of the article, `unwanted` must not; None as title or date is not checked."""

    name: str
    html: str
    title: str | None = TITLE
    published: str | None = None
    wanted: tuple[str, ...] = (P1, P2_READ, P3)
    unwanted: tuple[str, ...] = field(default=LEAK_WORDS)


def page(body: str, title: str = TITLE + "-东江市中心医院", head: str = "") -> str:
    return f'<!DOCTYPE html><html lang="zh-CN"><head><meta charset="utf-8"><title>{title}</title>{head}</head><body>{body}</body></html>'


def paragraphs(*texts: str) -> str:
    return "".join(f"<p>{text}</p>\n" for text in texts)


BODY = paragraphs(P1, P2, P3)

CASES = [
    PageCase(
        "blog with side bar, comments and share bar",
        page(
            f'<header><div class="logo"><h1><a href="/">东江市中心医院</a></h1></div><ul class="menu">{NAV}</ul></header>'
            f'<div class="crumbs"><a href="/">首页</a> &gt; <a href="/c/1">新闻中心</a> &gt; 正文</div>'
            f'<div class="article"><h1>{TITLE}</h1><div class="info"><span>发布时间：2021-05-14 10:22</span> <span>来源：中华血液学杂志</span>'
            f' <span>浏览：1034次</span></div><div class="content">{BODY}</div>'
            f'<div class="share">分享到：<a href="#">微信</a><a href="#">微博</a></div>'
            f'<div class="pn"><p>上一篇：<a href="/a/8.html">{LEAK}</a></p><p>下一篇：<a href="/a/9.html">{LEAK2}</a></p></div></div>'
            f'<div class="sidebar"><h3>热门文章</h3><ul>{LEAKS}</ul></div>'
            f'<div id="comments"><h3>网友评论</h3>'
            + "<p>请问这个治疗在你们医院怎么收费，我父亲也是这个病，想带他来看看，麻烦医生回复一下，谢谢。</p>"
            * 30
            + "</div>"
            "<footer><p>版权所有 东江市中心医院 地址：东江市人民路18号 电话：0512-0000000</p></footer>"
        ),
        published="2021-05-14",
        wanted=(P1, P2_READ, P3, "来源：中华血液学杂志"),
        unwanted=(*LEAK_WORDS, "1034", "上一篇", "请问这个治疗", "微博", "人民路18号", "学科介绍", "2021-05-14"),
    ),
    PageCase(
        "bare text with line breaks in one div",
        page(
            f"<ul>{NAV}</ul><div><h2>{TITLE}</h2>2019年11月6日<br><br>　　{P1}<br>\n　　{P2}<br><br>&nbsp;&nbsp;{P3}<br></div><ul>{LEAKS}</ul>"
        ),
        published="2019-11-06",
        unwanted=(*LEAK_WORDS, "学科介绍"),
    ),
    PageCase(
        "the document ends before the article",
        f"<html><head><title>{TITLE}</title></head><body><ul>{NAV}</ul></body></html><div><h1>{TITLE}</h1>{BODY}</div><ul>{LEAKS}</ul>",
        unwanted=(*LEAK_WORDS, "学科介绍"),
    ),
    PageCase(
        "nested sections, one a paragraph",
        page(
            f"<ul>{NAV}</ul><h1>{TITLE}</h1><section><section><section><p><span>{P1}</span></p></section></section><section><section>"
            f"<section><span>{P2}</span></section></section></section><section><p>{P3}</p></section></section>"
            f"<div><h4>延伸阅读</h4>{''.join(f'<p><a href=/x>{t}</a></p>' for t in (LEAK, LEAK2))}</div>"
        ),
        unwanted=(LEAK, LEAK2, "延伸阅读"),
    ),
    PageCase(
        "table layout of the nineties",
        page(
            f'<table width=960><tr><td colspan=2><a href="/">首页</a> | <a href="/n">新闻</a></td></tr><tr><td class="left"><table>'
            f'<tr><td><a href="/1">{LEAK}</a></td></tr><tr><td><a href="/2">{LEAK2}</a></td></tr></table></td><td><table><tr><td align=center>'
            f"<b>{TITLE}</b></td></tr><tr><td align=center>日期：2009-8-3 点击：221</td></tr><tr><td>{BODY}</td></tr></table></td></tr>"
            f"<tr><td colspan=2>版权所有 东江市中心医院</td></tr></table>"
        ),
        published="2009-08-03",
        unwanted=(LEAK, LEAK2, "221", "版权所有"),
    ),
    PageCase(
        "headline in an h5, site's name in the h1, section alone in <title>",
        page(
            f'<h1>东江市中心医院</h1><ul>{NAV}</ul><div class="main"><h5 class="tit">{TITLE}</h5><div class="date"><div>06</div><div>2024-08</div></div>'
            f"<div>{BODY}</div></div>",
            title="科研动态_东江市中心医院",
        ),
        published="2024-08-06",
        unwanted=("学科介绍", "2024-08"),
    ),
    PageCase(
        "og:title cut at a quotation mark",
        page(
            f'<div class="t"><h2>专家：“细胞药”何时可及？八问八答</h2></div><div>{BODY}</div>',
            title="专家：“细胞药”何时可及？八问八答_健康频道_东江网",
            head='<meta property="og:title" content="专家：">',
        ),
        title="专家：“细胞药”何时可及？八问八答",
    ),
    PageCase(
        "journal abstract page",
        page(
            f'<div class="crumbs">首页 &gt; 过刊浏览</div><div class="abs"><h2 class="title">{TITLE}</h2>'
            '<div class="author">张某<sup>1</sup>，李某<sup>2,*</sup></div><div><sup>1</sup>东江医科大学第一附属医院血液科，东江 215000；<sup>2</sup>'
            "东江市中心医院</div><p>收稿日期：2020-11-02 修回日期：2021-01-15 出版日期：2021-03-20</p><p>通信作者：李某，E-mail：li@example.org</p>"
            "<p>基金项目：东江省自然科学基金（2018-0456）</p><p>DOI：10.1234/j.issn.0000-0000.2021.03.007</p>"
            f"<p><b>摘要：</b>{P1}{P2}</p><p>{P3}</p><p>关键词：间充质干细胞；移植物抗宿主病</p>"
            "<p>引用本文：张某，李某. 脐带间充质干细胞的应用[J]. 东江医药，2021，43(3)：211-215.</p></div>"
            f'<div class="related"><h3>相关文章</h3><ul>{LEAKS}</ul></div>',
            head='<meta name="citation_date" content="2021/03/20">',
        ),
        published="2021-03-20",
        wanted=(
            P1,
            P2_READ,
            P3,
            "[1]东江医科大学第一附属医院血液科",
            "收稿日期：2020-11-02",
            "修回日期：2021-01-15",
            "基金项目",
            "10.1234/j.issn",
            "通信作者",
            "东江医药，2021，43(3)",
        ),
    ),
    PageCase(
        "registered trials as links in a list at the end of the article",
        page(
            f'<div class="nav"><ul>{NAV}</ul></div><div class="body"><h1>{TITLE}</h1>{BODY}<p>国内登记的项目有：</p><ul>'
            '<li><a href="https://clinicaltrials.gov/study/NCT00000101">东江市中心医院：脐带间充质干细胞治疗狼疮性肾炎</a></li>'
            '<li><a href="https://clinicaltrials.gov/study/NCT00000102">北湖大学附属医院：脂肪干细胞治疗克罗恩病肛瘘</a></li>'
            '<li><a href="https://clinicaltrials.gov/study/NCT00000103">南岭生物科技有限公司：牙髓干细胞治疗牙周炎</a></li></ul></div>'
            f"<div><h3>猜你喜欢</h3><ul>{LEAKS}</ul></div>",
            head='<link rel="canonical" href="https://www.dongjiang-hospital.example/a/1.html">',
        ),
        wanted=(P1, P2_READ, P3, "狼疮性肾炎", "克罗恩病肛瘘", "南岭生物科技有限公司"),
    ),
    PageCase(
        "paragraph with many links",
        page(
            f'<ul>{NAV}</ul><div><h1>{TITLE}</h1><p>{P1}</p><p>先后有<a href="/h/1">东江市中心医院</a>、<a href="/h/2">北湖大学附属医院</a>、<a href="/h/3">'
            f'南岭省立医院</a>和<a href="/h/4">西山医科大学第二附属医院</a>加入该项研究。</p><p>{P2}</p><p>{P3}</p></div><ul>{LEAKS}</ul>'
        ),
        wanted=(P1, P2_READ, P3, "北湖大学附属医院、南岭省立医院和西山医科大学第二附属医院"),
    ),
    PageCase(
        "data table and captions",
        page(
            f"<ul>{NAV}</ul><div><h1>{TITLE}</h1><p>{P1}</p><center>表1 两组疗效比较</center><table><caption>表2 缓解率</caption><thead><tr><th>组别</th><th>例数"
            f"</th><th>缓解率</th></tr></thead><tbody><tr><td>细胞组</td><td>24</td><td><i>P</i>=0.012，<b>72.9</b>%</td></tr><tr><td>对照组</td><td></td><td>"
            f"<p>45.8%</p></td></tr></tbody></table><figure><img src=a.png><figcaption>图1 研究流程</figcaption></figure><p>{P2}</p><p>{P3}</p></div>"
        ),
        wanted=(
            P1,
            P2_READ,
            P3,
            "组别 | 例数 | 缓解率",
            "细胞组 | 24 | P=0.012，72.9%",
            "表2 缓解率",
            "表1 两组疗效比较",
            "图1 研究流程",
        ),
        unwanted=("学科介绍",),
    ),
    PageCase(
        "registry form as label and value",
        page(
            "<h1>登记试验详情</h1><table><tr><td>注册号</td><td>ChiCTR2100000001</td></tr><tr><td>注册题目</td><td>脐带间充质干细胞治疗膝骨关节炎的随机对照试验"
            "</td></tr><tr><td>申请人所在单位</td><td>东江市中心医院骨科</td></tr><tr><td>纳入标准</td><td>1. 年龄40至75岁；<br>2. 影像学分级为二至三级；<br>3. 签署知情同意书。"
            "</td></tr><tr><td>研究对象例数</td><td>试验组30；对照组30</td></tr></table>",
            title="登记试验详情",
        ),
        title="登记试验详情",
        wanted=(
            "注册号 | ChiCTR2100000001",
            "申请人所在单位 | 东江市中心医院骨科",
            "年龄40至75岁",
            "研究对象例数 | 试验组30；对照组30",
        ),
        unwanted=(),
    ),
    PageCase(
        "related titles inside the body, without class or link",
        page(
            f'<ul>{NAV}</ul><div class="content"><h1>{TITLE}</h1>{BODY}<p><strong>相关阅读：</strong></p><p>{LEAK}</p><p>{LEAK2}</p></div>'
        ),
        unwanted=(LEAK, LEAK2, "相关阅读"),
    ),
    PageCase(
        "related titles between two parts of the article",
        page(
            f"<div><h1>{TITLE}</h1><p>{P1}</p><p>推荐阅读</p><p><a href=/a/2>{LEAK}</a></p><h2>疗效与安全性</h2><p>{P2}</p><p>{P3}</p></div>"
        ),
        wanted=(P1, P2_READ, P3, "疗效与安全性"),
        unwanted=(LEAK, "推荐阅读"),
    ),
    PageCase(
        "neighbours without class, title above the marker",
        page(
            f"<div><h1>{TITLE}</h1>{BODY}<div><a href=/a/1>{LEAK}</a></div><div>« 上一篇 2024年8月6日</div><div><a href=/a/2>{LEAK2}</a></div><div>下一篇 » 2024年8月6日</div></div>"
        ),
        unwanted=(LEAK, LEAK2, "2024年8月6日", "上一篇", "下一篇"),
    ),
    PageCase(
        "article within an element named after the side bar's layout",
        page(f'<div class="has-sidebar sidebar-right"><div id="right-col"><h1>{TITLE}</h1>{BODY}</div></div>'),
        unwanted=(),
    ),
    PageCase(
        "the whole page inside a form and the article inside a class called list",
        page(
            f'<form method=post id="aspnetForm"><input type=hidden name=__VIEWSTATE value="{"x" * 5000}"><div class="list"><h3>{TITLE}</h3>{BODY}</div></form>'
        ),
        unwanted=(),
    ),
    PageCase(
        "date below the body, metadata absent",
        page(f"<div><h1>{TITLE}</h1>{BODY}<p>发布日期：2017年3月9日</p></div>"),
        published="2017-03-09",
        unwanted=(),
    ),
    PageCase(
        "two-digit year",
        page(f'<div><h1>{TITLE}</h1><p class="time">18-03-08</p>{BODY}</div>'),
        published="2018-03-08",
        unwanted=("18-03-08",),
    ),
    PageCase(
        "relative date on the page, full date in the metadata",
        page(
            f'<div><h1>{TITLE}</h1><p class="time">3天前</p>{BODY}</div>',
            head='<meta property="article:published_time" content="2022-02-10T08:00:00+08:00">',
        ),
        published="2022-02-10",
        unwanted=(),
    ),
    PageCase(
        "JSON-LD",
        page(
            f"<article><h1>{TITLE}</h1>{BODY}</article>",
            head='<script type="application/ld+json">{"@graph":[{"@type":"WebPage"},{"@type":"Article","datePublished":"2020-06-01T00:00:00Z"}]}</script>',
        ),
        published="2020-06-01",
        unwanted=(),
    ),
    PageCase(
        "Taiwanese news",
        page(
            "<div><h1>骨髓幹細胞治療中風 三總發表十年追蹤</h1><span>2021/07/19 06:30</span><p>國防醫學院團隊自民國一百年起收治慢性中風病人，為十八名受試者注射自體周邊血幹細胞，並追蹤五年以上。</p>"
            "<p>結果顯示，受試者的肢體功能評分明顯進步，與對照組相比有顯著差異（P＝０．０３），未見嚴重不良反應。</p></div><div><h3>延伸閱讀</h3><ul><li><a href=/1>糖友注意 新療法收案中</a></li></ul></div>",
            title="骨髓幹細胞治療中風 三總發表十年追蹤 | 健康 | 某新聞網",
        ),
        title="骨髓幹細胞治療中風 三總發表十年追蹤",
        published="2021-07-19",
        wanted=("為十八名受試者注射", "P＝０．０３"),
        unwanted=("延伸閱讀", "糖友注意"),
    ),
    PageCase(
        "escaped twice",
        page(
            f"<div><h1>{TITLE}</h1><p>{P1}</p><p>治疗组评分明显下降（P&amp;lt;0.05），总量达3&amp;times;10&lt;sup&gt;7&lt;/sup&gt;个细胞，对照组无变化。</p><p>{P3}</p></div>"
        ),
        wanted=(P1, "P<0.05", "3×10⁷个细胞", P3),
        unwanted=("&lt;", "<sup>"),
    ),
    PageCase(
        "disclaimers and contacts inside the body",
        page(
            f"<div><h1>{TITLE}</h1>{BODY}<p>免责声明：本文仅供科普，不构成诊疗建议，如需就诊请前往正规医院，由医生面诊后决定治疗方案。</p><p>版权说明：转载请联系授权。</p>"
            "<p>公司地址</p><p>东江市高新区云海路99号</p><p>联系电话</p><p>400-000-0000</p></div>"
        ),
        unwanted=("正规医院", "转载请联系", "云海路99号", "400-000-0000"),
    ),
    PageCase(
        "two containers: Chinese and English abstract",
        page(
            f'<div class="a"><h1>{TITLE}</h1><div class="cn">{BODY}</div><div class="en"><h2>Cord-derived stromal cells for acute graft-versus-host disease: 48 cases</h2>'
            "<p>Forty-eight patients received four weekly infusions of cord-derived stromal cells. The overall response at day 28 was 72.9% (P&lt;0.05).</p></div></div>"
        ),
        wanted=(P1, P2_READ, P3, "Forty-eight patients received", "Cord-derived stromal cells"),
        unwanted=(),
    ),
    PageCase(
        "short news of one paragraph under heavy navigation",
        page(
            f'<div class="top"><ul>{NAV * 5}</ul></div><div class="c"><div class="h">{TITLE}</div><div class="x"><p>{P1}</p></div></div><div class="links"><ul>{LEAKS * 5}</ul></div>'
        ),
        wanted=(P1,),
        unwanted=(*LEAK_WORDS, "学科介绍"),
    ),
]
