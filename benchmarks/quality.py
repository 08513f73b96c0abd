"""Precision, recall and F1 of records' facts on the committed example pages, each fact in the right study.

python -m benchmarks.quality
"""

from collections import Counter

from extract import Extractor
from tests.test_examples import EXAMPLES, FLOORS, TRUTHS, expected, found, paired


def main() -> None:
    extractor = Extractor()
    counts: dict[str, Counter[str]] = {field: Counter() for field in FLOORS}
    studies: Counter[str] = Counter()
    for stem, path in EXAMPLES.items():
        article = extractor.extract(path.read_bytes(), kind="text" if path.suffix == ".txt" else None)
        truth = [expected(record) for record in TRUTHS[stem]["records"]]
        for one, other in paired(truth, [found(record) for record in article.records]):
            studies.update(found=bool(one and other), missed=not other, false=not one, whole=bool(one) and one == other)
            for field, count in counts.items():
                true, claimed = ({fact for fact in facts if fact[0] == field} for facts in (one, other))
                count.update(right=len(true & claimed), missed=len(true - claimed), false=len(claimed - true))
    print("| field | precision | recall | F1 | facts |\n|---|---|---|---|---|")
    for field, count in counts.items():
        right, missed, false = count["right"], count["missed"], count["false"]
        precision, recall = right / (right + false), right / (right + missed)
        score = 2 * right / (2 * right + missed + false)
        print(f"| {field} | {precision:.3f} | {recall:.3f} | {score:.3f} | {right + missed} |")
    print(
        f"\n{studies['found']} studies found, {studies['missed']} missed, {studies['false']} claimed beside them; "
        f"{studies['whole']} with these six fields wholly right"
    )


if __name__ == "__main__":
    main()
