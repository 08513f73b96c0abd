"""studyfacts as a spaCy component, and articles as spaCy Docs."""

import spacy

from extract import Extractor
from extract.spacy_component import as_doc

TEXT = "2019年3月,中国医科大学附属盛京医院收治骨关节炎患者52例,随访12个月,疼痛评分下降(P<0.05)。"


def test_the_component_fills_spans_and_studies() -> None:
    nlp = spacy.blank("zh")
    nlp.add_pipe("studyfacts")
    doc = nlp(TEXT)
    found = {span.label_: span.text for span in doc.spans["studyfacts"]}
    assert found["institution"] == "中国医科大学附属盛京医院"
    assert found["p_value"] == "P<0.05"
    assert [one["value"] for one in doc._.studies[0]["patients"]] == [52]
    assert all(doc.text[mention["start"] : mention["end"]] == mention["quote"] for mention in doc._.mentions)
    assert doc.to_bytes()


def test_an_article_becomes_a_doc_of_jieba_words() -> None:
    extractor = Extractor()
    article = extractor.extract(TEXT, kind="text")
    doc = as_doc(article, spacy.blank("zh").vocab, extractor.rules)
    assert doc.text == article.text
    assert "骨关节炎" in [token.text for token in doc]
    assert {mention["quote"] for mention in doc._.mentions} == {mention.quote for mention in article.mentions}
