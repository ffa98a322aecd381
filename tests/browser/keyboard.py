"""A visitor who has a keyboard and nothing else, and must see where they are at every stop."""

from __future__ import annotations

from typing import TypedDict

from playwright.sync_api import ElementHandle, Frame, JSHandle, Locator, Page

LOOK = """
(element) => {
  const style = getComputedStyle(element);
  const inside = (x, y) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight;
  const seen = [...element.getClientRects()].some((box) => {
    const left = Math.max(box.left, 0), right = Math.min(box.right, innerWidth);
    const top = Math.max(box.top, 0), bottom = Math.min(box.bottom, innerHeight);
    const x = (left + right) / 2, y = (top + bottom) / 2;
    if (!inside(x, y)) return false;
    const hit = document.elementFromPoint(x, y);
    return hit !== null && (element.contains(hit) || hit.contains(element));
  });
  return {
    name: `<${element.localName}> ${(element.textContent ?? "").trim().slice(0, 60)}`,
    frame: element.localName === "iframe",
    nowhere: element === document.body,
    ringed: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    seen,
  };
}
"""


class Look(TypedDict):
    """What can be seen of an element that has the focus."""

    name: str
    frame: bool
    nowhere: bool
    ringed: bool
    seen: bool


class Keyboard:
    """Tab, Shift+Tab, Enter and Space on a page, frames included."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, key: str) -> None:
        """Press one of the four keys."""
        assert key in ("Tab", "Shift+Tab", "Enter", "Space")
        self.page.keyboard.press(key)

    def tab_to(self, goal: Locator, *, back: bool = False, most: int = 160) -> None:
        """Tab until the goal has the focus; every stop on the way must be visible."""
        wanted = goal.element_handle()
        way: list[str] = []
        for _ in range(most):
            self.press("Shift+Tab" if back else "Tab")
            frame, focus, look = self._focus()
            self._assert_visible(frame, focus, look)
            way.append(look["name"])
            if _same(wanted, focus):
                return
        raise AssertionError(f"{goal} was never reached, but: {way}")

    def is_at(self, goal: Locator) -> bool:
        """Whether the goal has the focus of the whole page."""
        _, focus, _ = self._focus()
        return _same(goal.element_handle(), focus)

    def assert_visible(self) -> None:
        """What has the focus has a ring, and nothing hides it."""
        self._assert_visible(*self._focus())

    def _assert_visible(self, frame: Frame, focus: ElementHandle, look: Look) -> None:
        assert not look["nowhere"], "the focus is nowhere"
        assert look["ringed"], f"no ring of 2 px around {look['name']}"
        assert look["seen"], f"{look['name']} is covered or scrolled away"
        if frame != self.page.main_frame:
            box, window = focus.bounding_box(), self.page.viewport_size
            assert box, f"{look['name']} has no box"
            assert window
            assert box["y"] < window["height"], f"{look['name']} is below the window"
            assert box["y"] + box["height"] > 0, f"{look['name']} is above the window"

    def _focus(self) -> tuple[Frame, ElementHandle, Look]:
        """The innermost element with the focus, and the frame it is in."""
        frame = self.page.main_frame
        while True:
            focus = element(frame.evaluate_handle("document.activeElement ?? document.body"))
            look: Look = focus.evaluate(LOOK)
            if not look["frame"]:
                return frame, focus, look
            inner = focus.content_frame()
            assert inner is not None
            frame = inner


def _same(wanted: ElementHandle, focus: ElementHandle) -> bool:
    """Whether two handles hold one element; those of two documents never do."""
    return wanted.owner_frame() == focus.owner_frame() and bool(
        wanted.evaluate("(one, other) => one === other", focus)
    )


def element(handle: JSHandle) -> ElementHandle:
    """The element that a handle holds."""
    found = handle.as_element()
    assert found is not None
    return found
