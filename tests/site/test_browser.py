"""What a browser makes of the site: axe-core finds nothing serious, nothing is fetched, the search finds pages.

Needs Chromium on the machine (`apt install chromium`) and `make browser`.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = next(
    (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
)

pytestmark = pytest.mark.skipif(not CHROMIUM, reason="no Chromium on this machine: apt install chromium")

# One page of each kind: the others are made of the same parts.
KINDS = (
    *("index", "workflow", "rules/index", "rules/set-not-null", "changes/change-a-type", "bot/commands"),
    *("reference/commands", "migrations/index", "migrations/0020_drop_beta_signups", "search", "404"),
)
# What a narrow screen lays out in another way.
NARROW = ("index", "rules/set-not-null", "migrations/index", "search")
MEASURED = (*KINDS, "tutorial", "runbook/deploy", "explanation/locks", "reference/configuration")
Scheme = Literal["light", "dark"]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERYTHING: dict[str, object] = {"runOnly": TAGS}
# The dark has other colours and nothing else.
COLOURS: dict[str, object] = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
SCREENS: list[tuple[Scheme, int, tuple[str, ...], dict[str, object]]] = [
    ("light", 1280, KINDS, EVERYTHING),
    ("dark", 1280, KINDS, COLOURS),
    ("light", 390, NARROW, EVERYTHING),
]
# Long tables, lists and code take axe-core seconds, and have nothing further down that is not in the beginning.
SHORTEN = """() => {
    const cut = (all, kept) => [...all].slice(kept).forEach(one => one.remove());
    cut(document.querySelectorAll("article > section > section"), 4);
    document.querySelectorAll("tbody").forEach(body => cut(body.rows, 4));
    document.querySelectorAll("pre").forEach(pre => cut(pre.querySelectorAll("span"), 8));
    document.querySelectorAll("article ul, article ol").forEach(list => cut(list.children, 4)); }"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Start Chromium without a window."""
    playwright = pytest.importorskip("playwright.sync_api", reason="Playwright is missing: make browser")
    switches = ["--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update"]
    if os.geteuid() == 0:
        switches.append("--no-sandbox")  # Chromium refuses root otherwise
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=switches)
        yield started
        started.close()


@pytest.fixture(scope="module")
def axe() -> str:
    """Read the source of axe-core."""
    package = pytest.importorskip("axe_playwright_python", reason="axe-core is missing: make browser")
    return (Path(package.__file__).parent / "axe.min.js").read_text()


@contextmanager
def opened(browser: Browser, scheme: Scheme, width: int) -> Iterator[tuple[Page, list[str]]]:
    """Open a tab, and the list of addresses outside of the site that it asks for."""
    context = browser.new_context(color_scheme=scheme, viewport={"width": width, "height": 900})
    asked: list[str] = []
    context.on("request", lambda request: asked.append(request.url) if not request.url.startswith("file:") else None)
    try:
        yield context.new_page(), asked
    finally:
        context.close()


@pytest.mark.parametrize(("scheme", "width", "names", "asked_for"), SCREENS, ids=["light", "dark", "narrow"])
def test_axe_finds_nothing_serious(
    site: Path,
    browser: Browser,
    axe: str,
    scheme: Scheme,
    width: int,
    names: tuple[str, ...],
    asked_for: dict[str, object],
) -> None:
    """No kind of page has a serious or critical fault, in the light, in the dark and on a phone."""
    found = []
    with opened(browser, scheme, width) as (page, asked):
        for name in names:
            page.goto((site / f"{name}.html").as_uri())
            page.evaluate(SHORTEN)
            page.evaluate(axe)
            result = page.evaluate("wishes => axe.run(document, wishes)", asked_for)
            found += [
                (name, fault["impact"], fault["id"], fault["nodes"][0]["html"][:120])
                for fault in result["violations"]
                if fault["impact"] in ("serious", "critical")
            ]
            assert result["passes"], name
    assert found == []
    assert [address for address in asked if not address.startswith(("data:", "blob:"))] == []


def test_no_page_is_wider_than_a_phone(site: Path, browser: Browser) -> None:
    """What is wide scrolls by itself."""
    wider = []
    with opened(browser, "light", 390) as (page, _):
        for name in MEASURED:
            page.goto((site / f"{name}.html").as_uri())
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                wider.append(name)
    assert wider == []


def test_the_search_finds_pages(site: Path, browser: Browser) -> None:
    """A word leads to the pages that hold it, rules and migrations among them."""
    with opened(browser, "light", 1280) as (page, _):
        for word, target in (
            ("concurrently", "rules/concurrently-in-transaction"),
            ("lock+timeout", "rules/missing-lock-timeout"),
            ("audit_logs", "0005_add_audit_logs"),
        ):
            page.goto((site / "search.html").as_uri() + f"?q={word}")
            page.wait_for_selector("#search-results li a", timeout=20_000)
            page.wait_for_function("!document.querySelector('#search-progress')?.textContent")
            links = page.eval_on_selector_all("#search-results li a", "all => all.map(one => one.getAttribute('href'))")
            assert any(target in link for link in links), (word, links)
            if word == "lock+timeout":
                assert target in links[0], "the rule comes before the migrations that it found something in"


def test_the_open_page_is_in_sight_in_the_navigation(site: Path, browser: Browser) -> None:
    """The navigation shows the page that is open, or its folder where that has too many pages for a list."""
    with opened(browser, "light", 1280) as (page, _):
        for name, shown in (
            ("rules/volatile-default", "Rules"),
            ("migrations/0021_drop_legacy_code", "0021_drop_legacy_code"),
            ("runbook/trouble", "Trouble"),
        ):
            page.goto((site / f"{name}.html").as_uri())
            entry = page.locator(".sidebar-tree li.current > a").last
            assert entry.inner_text() == shown
            place = entry.bounding_box()
            assert place, name
            assert 0 <= place["y"] <= 900 - place["height"], (name, place)


def test_a_drawing_is_readable_in_the_dark(site: Path, browser: Browser) -> None:
    """The text of a drawing stands out from the box behind it in both modes, at least 4.5 to 1."""
    script = """() => {
        const linear = part => part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
        const channel = value => linear(value / 255);
        const light = colour => { const [r, g, b] = colour.match(/[\\d.]+/g).map(Number);
          return 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b); };
        return [...document.querySelectorAll('.sterna-diagram g.sterna-entity')].flatMap(group => {
          const behind = light(getComputedStyle(group.querySelector('rect')).fill);
          return [...group.querySelectorAll('text:not(.sterna-number)')].map(text => {
            const ink = light(getComputedStyle(text).fill);
            return (Math.max(ink, behind) + 0.05) / (Math.min(ink, behind) + 0.05); });
        }); }"""
    schemes: tuple[Scheme, ...] = ("light", "dark")
    for scheme in schemes:
        with opened(browser, scheme, 1280) as (page, _):
            for name in ("index", "migrations/index", "migrations/0020_drop_beta_signups"):
                page.goto((site / f"{name}.html").as_uri())
                contrasts = page.evaluate(script)
                assert contrasts, name
                assert min(contrasts) >= 4.5, (scheme, name)
