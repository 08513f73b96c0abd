"""Titles of studies, English and Chinese: quoted, labelled, in a table's column, beside a registration, at the head of
a paper's page."""

from extract.fields.title.reader import TitleReader

__all__ = ["TitleReader"]
