"""The same articles by Spark: `python benchmarks/spark_lines.py PAGES OUTPUT` (docs/scale.md).

    pip install 'studyfacts' pyspark        # Spark 4, and Java 17 or later

PAGES is a folder of HTML pages, OUTPUT a folder of JSON lines to make.
"""

import os
import sys
from collections.abc import Iterable, Iterator

import pandas as pd
from pyspark.sql import SparkSession

from extract.runs.frames import ArticleLines


def read(tables: Iterable[pd.DataFrame]) -> Iterator[pd.DataFrame]:
    articles = ArticleLines()
    for table in tables:
        yield articles(table)[["source", "article"]].assign(article=lambda read: read["article"].str.decode("utf-8"))


if __name__ == "__main__":
    os.environ.setdefault("PYSPARK_PYTHON", sys.executable)
    spark = SparkSession.builder.getOrCreate()
    pages = spark.read.format("binaryFile").load(sys.argv[1])
    pages = pages.selectExpr("element_at(split(path, '/'), -1) AS source", "content AS html")
    pages.mapInPandas(read, "source string, article string").select("article").write.text(sys.argv[2])
