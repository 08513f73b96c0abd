"""The review: people decide, fact by fact, on what a run found, and every decision is kept.

articles.jsonl ──index──▶ Article ─┐
review.sqlite ──decisions──────────┴─state (carry)──▶ ReviewedArticle ──queue, quality──▶ the reviewers
                                                                      └─reviewed, gold_page──▶ records, gold, lexicons

`Desk` is the door: one run's folder, its articles and the decisions on them.
"""
