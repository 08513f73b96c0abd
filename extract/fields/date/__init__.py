"""Calendar dates and periods.

matches ──calendar──▶ days, months, years ──reader──▶ periods ──context──▶ bounds and roles; editions left out
"""

from extract.fields.date.reader import DateReader

__all__ = ["DateReader"]
