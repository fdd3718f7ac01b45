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

# One page of each kind.
PAGES = (
    *("index", "workflow", "rules/index", "rules/set-not-null", "changes/change-a-type", "explanation/locks"),
    *("reference/commands", "migrations/index", "migrations/0020_drop_beta_signups", "search"),
    *("tutorial", "runbook/deploy", "bot/commands", "404"),
)
# What a narrow screen lays out in another way; there the others are only measured.
NARROW = {"index", "rules/set-not-null", "migrations/index", "search"}
Scheme = Literal["light", "dark"]
SCREENS: list[tuple[Scheme, int]] = [("light", 1280), ("dark", 1280), ("light", 390)]
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


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


@pytest.mark.parametrize(("scheme", "width"), SCREENS)
def test_axe_finds_nothing_serious(site: Path, browser: Browser, axe: str, scheme: Scheme, width: int) -> None:
    """No page has a serious or critical fault, is wider than the screen, or fetches anything from outside."""
    found = []
    with opened(browser, scheme, width) as (page, asked):
        for name in PAGES:
            page.goto((site / f"{name}.html").as_uri())
            if width > 390 or name in NARROW:
                page.evaluate(axe)
                result = page.evaluate("tags => axe.run(document, {runOnly: tags})", TAGS)
                found += [
                    (name, fault["impact"], fault["id"], fault["nodes"][0]["html"][:120])
                    for fault in result["violations"]
                    if fault["impact"] in ("serious", "critical")
                ]
                assert result["passes"], name
            wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            if wider > 0:
                found.append((name, "wide", f"{wider} px", ""))
    assert found == []
    assert [address for address in asked if not address.startswith(("data:", "blob:"))] == []


def test_the_search_finds_pages(site: Path, browser: Browser) -> None:
    """A word leads to the pages that hold it, rules and migrations among them."""
    with opened(browser, "light", 1280) as (page, _):
        for word, target in (
            ("concurrently", "rules/concurrently-in-transaction"),
            ("audit_logs", "0005_add_audit_logs"),
        ):
            page.goto((site / "search.html").as_uri() + f"?q={word}")
            page.wait_for_selector("#search-results li a", timeout=20_000)
            page.wait_for_function("!document.querySelector('#search-progress')?.textContent")
            links = page.eval_on_selector_all("#search-results li a", "all => all.map(one => one.getAttribute('href'))")
            assert any(target in link for link in links), (word, links)


def test_the_open_page_is_in_sight_in_the_navigation(site: Path, browser: Browser) -> None:
    """However many pages a folder has, the navigation shows the one that is open."""
    with opened(browser, "light", 1280) as (page, _):
        for name in ("rules/volatile-default", "migrations/0021_drop_legacy_code", "tutorial"):
            page.goto((site / f"{name}.html").as_uri())
            place = page.locator(".sidebar-tree .current-page").first.bounding_box()
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
