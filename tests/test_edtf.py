"""EDTF values as the days they may mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.edtf import days


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2020-03-05", "2020-03-05", "2020-03-05"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2020", "2020-01-01", "2020-12-31"),
        ("2020-01/2021-06", "2020-01-01", "2021-06-30"),
        ("../2019-04", "", "2019-04-30"),
        ("2019-04/..", "2019-04-01", ""),
        ("2019-04/", "2019-04-01", ""),
        ("201X", "2010-01-01", "2019-12-31"),
        ("2019~", "2019-01-01", "2019-12-31"),
        ("2019-21", "2019-03-01", "2019-05-31"),
        ("2019-24", "2019-12-01", "2020-02-29"),
        ("2019-34", "2019-04-01", "2019-06-30"),
        ("2019-41", "2019-07-01", "2019-12-31"),
        ("2019-XX", "2019-01-01", "2019-12-31"),
        ("2019-02-30", "", ""),
        ("2019-13", "", ""),
        ("近年", "", ""),
        ("", "", ""),
    ],
)
def test_days(value: str, first: str, last: str) -> None:
    assert days(value) == (first, last)


@given(st.dates())
def test_a_day_is_itself(day: object) -> None:
    assert days(str(day)) == (str(day), str(day))


@given(st.text(max_size=30))
def test_any_text_is_taken(value: str) -> None:
    days(value)
