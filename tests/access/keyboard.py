"""Keyboard: a page from end to end with the Tab key, and what opens and closes without a mouse."""

from __future__ import annotations

from typing import Any

LAST = 200
# Numbers what can be reached, and notes what focus is shown by.
WATCH = """() => {
  const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex]')].filter(
    (each) => each.tabIndex >= 0 && !each.disabled && each.checkVisibility({ visibilityProperty: true }));
  window.waiting = new Set(all);
  window.leap = () => {
    const last = all.slice(-LAST);
    window.waiting = new Set(last.filter((each) => window.waiting.has(each)));
    last[0].focus();
  };
  window.dim = [];
  document.addEventListener('focusin', (event) => {
    const style = getComputedStyle(event.target);
    if (style.outlineStyle === 'none' || parseFloat(style.outlineWidth) < 1) {
      if (event.target.id !== 'text') window.dim.push(event.target.outerHTML.slice(0, 80));
    }
    window.waiting.delete(event.target);
  });
  return all.length;
}"""
# Whether what has the focus lies under something else, such as a bar that stays on top.
HIDDEN = """() => {
  const target = document.activeElement;
  if (!target || target === document.body) return '';
  const boxes = [...target.getClientRects()].filter((box) => box.width && box.height);
  const shown = boxes.some((box) => {
    const [x, y] = [Math.max(1, Math.min(box.left + box.width / 2, innerWidth - 2)), box.top + box.height / 2];
    const top = document.elementFromPoint(x, Math.max(1, Math.min(y, innerHeight - 2)));
    return y >= 0 && box.top < innerHeight && top && (target.contains(top) || top.contains(target));
  });
  return shown ? '' : target.outerHTML.slice(0, 80);
}"""
UNSEEN = "[...window.waiting].slice(0, 3).map((each) => each.outerHTML.slice(0, 80))"
WITHIN = """() => !document.activeElement || document.activeElement === document.body
  || Boolean(document.activeElement.closest('dialog[open]'))"""
DIALOGS = {
    "a.tieout-number[aria-haspopup]": "dialog.tieout-panel[open]",
    "button.enlarge": "dialog.zoom[open]",
}
FOCUS_IN = "(selector) => document.activeElement.matches(selector)"


def reached(page: Any, most: int = 0) -> tuple[int, list[str]]:
    """From end to end with the Tab key: how many things are reached, and which not, or not seen, or not left.

    Where there are more than `most` (0: any number), only so many, and from near the end to the end.
    """
    count = page.evaluate(WATCH.replace("LAST", str(LAST)))
    leaps = 0 < most < count - LAST
    count = most + LAST if leaps else count
    hidden: list[str] = []
    for press in range(2 * count + 10):
        page.keyboard.press("Tab")
        if leaps and press == most:
            page.evaluate("window.leap()")
        if press < 150 and page.evaluate(HIDDEN):
            under = "…"
            for _ in range(8):  # the page may still be on its way there
                page.wait_for_timeout(250)
                if not (under := page.evaluate(HIDDEN)):
                    break
            hidden += [under] if under else []
        if press >= count and not page.evaluate("window.waiting.size"):
            break
    return count, [
        *(f"never reached: {each}" for each in page.evaluate(UNSEEN)),
        *(f"focus not to be seen: {each}" for each in page.evaluate("window.dim")[:3]),
        *(f"focus lies under something: {each}" for each in hidden[:3]),
    ]


def opens_and_closes(page: Any) -> list[str]:
    """The skip link leads to the text; what opens by keyboard closes with Escape and gives the focus back."""
    wrong: list[str] = []
    page.evaluate("document.activeElement.blur(); scrollTo(0, 0)")
    if page.locator("a.skip").count():
        page.locator("a.skip").focus()
        box = page.locator("a.skip").bounding_box()
        if not box or box["x"] < 0 or box["y"] < 0:
            wrong.append("the skip link is not to be seen")
        page.keyboard.press("Enter")
        if not page.evaluate(FOCUS_IN, "main"):
            wrong.append("the skip link does not lead to the text")
    for opener, opened in DIALOGS.items():
        if page.locator(opener).count():
            wrong += _dialog(page, opener, opened)
    if page.locator("a.footnote-ref:visible").count():
        page.locator("a.footnote-ref:visible").first.focus()
        shown = page.locator(".note-preview").is_visible()
        page.keyboard.press("Escape")
        if not shown or page.locator(".note-preview").is_visible():
            wrong.append("a note's preview does not open by keyboard, or not close with Escape")
    for menu in ("details.contents-small", "form.search"):
        if page.locator(f"{menu}:visible").count():
            wrong += closes(page, menu)
    return wrong


def _dialog(page: Any, opener: str, opened: str) -> list[str]:
    """A dialog keeps the focus while it is open, closes with Escape and gives the focus back."""
    wrong: list[str] = []
    page.locator(opener).first.focus()
    page.keyboard.press("Enter")
    page.locator(opened).wait_for()
    for _ in range(12):
        page.keyboard.press("Tab")
        if not page.evaluate(WITHIN):
            wrong.append(f"focus leaves {opened}")
            break
    page.keyboard.press("Escape")
    if page.locator(opened).count():
        wrong.append(f"Escape does not close {opened}")
    elif not page.evaluate(FOCUS_IN, opener):
        wrong.append(f"the focus does not return from {opened}")
    return wrong


def closes(page: Any, menu: str) -> list[str]:
    """Contents and search open by keyboard and close with Escape."""
    within, opened = {
        "details.contents-small": ("summary", "details.contents-small[open]"),
        "form.search": ("input", "#search-results:not([hidden])"),
    }[menu]
    page.locator(f"{menu} {within}").focus()
    if within == "input":
        page.keyboard.type("the")
    else:
        page.keyboard.press("Enter")
    page.locator(opened).wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    if page.locator(opened).count():
        return [f"Escape does not close {opened}"]
    return [] if page.evaluate(FOCUS_IN, f"{menu} {within}") else [f"focus is lost from {menu}"]
