"""Charts as places and sizes, for templates to draw as SVG (self_contained/charts.html.jinja).

Own code: what draws self-contained SVG brings either a plotting stack or a look and labels in one language only.
"""

from extract.charts.bars import bars
from extract.charts.columns import columns, strip
from extract.charts.dots import Dot, Dots, dots

__all__ = ["Dot", "Dots", "bars", "columns", "dots", "strip"]
