"""The field that a chart is drawn in, and the ticks at its sides."""

import msgspec


class Tick(msgspec.Struct, frozen=True):
    """A place on an axis and what stands there."""

    label: str
    at: float


class Frame(msgspec.Struct, frozen=True):
    """Width and height of the whole drawing and of its margins, in units of the SVG."""

    width: int
    height: int
    left: int
    right: int
    top: int
    bottom: int

    @property
    def end(self) -> int:
        """Where the field ends on the right."""
        return self.width - self.right

    @property
    def floor(self) -> int:
        """Where the field ends at the bottom; SVG counts downwards."""
        return self.height - self.bottom

    def across(self, share: float) -> float:
        """The place of a share from 0 to 1 of the field's width."""
        return round(self.left + (self.end - self.left) * share, 1)

    def up(self, share: float) -> float:
        """The place of a share from 0 to 1 of the field's height."""
        return round(self.floor - (self.floor - self.top) * share, 1)
