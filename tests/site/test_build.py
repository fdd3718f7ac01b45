"""The site is built without a warning, loads nothing from outside, and says what the program knows."""

from __future__ import annotations

import html
import re
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from sterna import history
from sterna.data import docs
from sterna.guide import read
from tests.site.conftest import ROOT

GUIDE = read(docs())
HISTORY = history.read(ROOT / "migrations")

# What a browser fetches by itself; a link that a person follows is none of it.
LOADS = {
    "script": ("src",),
    "img": ("src", "srcset"),
    "iframe": ("src",),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "object": ("data",),
    "embed": ("src",),
    "use": ("href", "xlink:href"),
    "image": ("href", "xlink:href"),
}
FETCHED = {"stylesheet", "icon", "preload", "prefetch", "modulepreload", "manifest", "preconnect", "dns-prefetch"}


class Loads(HTMLParser):
    """Collects what a page loads, and counts boxes, labels and drawings."""

    def __init__(self) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.open_labels = 0
        self.boxes: list[bool] = []
        self.drawings: list[dict[str, str | None]] = []
        self.headings: list[dict[str, str | None]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Look at one tag."""
        found = dict(attrs)
        self.addresses += [found[name] or "" for name in LOADS.get(tag, ()) if name in found]
        if tag == "link" and FETCHED & set((found.get("rel") or "").split()):
            self.addresses.append(found.get("href") or "")
        self.open_labels += tag == "label" and "for" not in found
        if tag == "input" and "task-list-item-checkbox" in (found.get("class") or ""):
            self.boxes.append(self.open_labels > 0)
        if tag == "svg" and found.get("role") == "img":
            self.drawings.append(found)
        if found.get("role") == "heading":
            self.headings.append(found)

    def handle_endtag(self, tag: str) -> None:
        """Close a label."""
        self.open_labels -= tag == "label" and self.open_labels > 0


@cache
def seen(page: Path) -> Loads:
    """Return what is in a page."""
    parser = Loads()
    parser.feed(page.read_text())
    return parser


def text(page: Path) -> str:
    """Return the words of a page's article, tags left out."""
    article = page.read_text().partition('<article role="main"')[2].partition("</article>")[0]
    return " ".join(re.sub(r"<[^>]+>", " ", article).split())


def test_nothing_is_loaded_from_outside(site: Path) -> None:
    """No page and no style sheet fetches anything from another host."""
    pages = sorted(site.rglob("*.html"))
    assert len(pages) > 100
    outside = re.compile(r"^(?:[a-z][a-z0-9+.-]*:)?//|^(?!data:)[a-z][a-z0-9+.-]*:")
    found = [(page.name, address) for page in pages for address in seen(page).addresses if outside.match(address)]
    assert found == []
    for sheet in site.rglob("*.css"):
        loaded = re.findall(r"""url\(["']?([^"')]+)|@import\s+["']([^"']+)""", sheet.read_text())
        assert [name for pair in loaded for name in pair if name and outside.match(name)] == [], sheet.name


def test_every_box_has_a_label_and_every_caption_a_level(site: Path) -> None:
    """A screen reader can name each checkbox and each drawing, and knows the level of each heading."""
    workflow = seen(site / "workflow.html")
    assert len(workflow.boxes) > 10
    for page in site.rglob("*.html"):
        found = seen(page)
        assert all(found.boxes), page.name
        assert all(drawing.get("aria-label") for drawing in found.drawings), page.name
        assert all(heading.get("aria-level") for heading in found.headings), page.name


def test_a_rule_page_begins_with_its_facts(site: Path) -> None:
    """Name, level, harm and lock stand above the text of each rule."""
    for rule in GUIDE.rules.values():
        page = (site / "rules" / f"{rule.name}.html").read_text()
        found = re.search(r'<dl class="[^"]*sterna-facts[^"]*">(.*?)</dl>', page, re.DOTALL)
        assert found, rule.name
        words = " ".join(re.sub(r"<[^>]+>", " ", found[1]).split())
        assert f"Rule {rule.name} " in words
        assert f"Level {rule.level}:" in words
        assert f"Harm {rule.harm} " in words
        assert (f"Lock {rule.lock}:" in words) == bool(rule.lock)


def test_the_index_of_rules_names_all_by_harm_and_level(site: Path) -> None:
    """Each rule stands once in the tables of its harm, with its name and level, errors first."""
    page = (site / "rules" / "index.html").read_text()
    tables = page.partition("Locks that were measured")[0]
    rows = re.findall(
        r'<td><p><a class="reference internal" href="([a-z0-9-]+)\.html">.*?</a> <code .*?>([a-z0-9-]+)</span></code>'
        r"</p></td>\s*<td><p>(\w+)</p>",
        tables,
    )
    assert {name: (shown, level) for name, shown, level in rows} == {
        rule.name: (rule.name, str(rule.level)) for rule in GUIDE.rules.values()
    }
    assert len(rows) == len(GUIDE.rules)
    locks = page.partition("Locks that were measured")[2]
    assert [rule.name for rule in GUIDE.rules.values() if rule.lock and f'href="{rule.name}.html"' not in locks] == []


def test_a_folder_is_listed_in_the_order_of_its_first_page(site: Path) -> None:
    """The navigation has the pages of the runbook as its table has them, links into the middle of a page included."""
    navigation = (site / "runbook" / "index.html").read_text().partition("sidebar-tree")[2]
    names = re.findall(r'href="(trouble|rollback|backup|deploy|drizzle-1\.0)\.html"', navigation)
    assert list(dict.fromkeys(names)) == ["trouble", "rollback", "backup", "deploy", "drizzle-1.0"]


def test_each_migration_has_its_page(site: Path) -> None:
    """A page says what changed, which locks were taken, and how the way back was proven, and draws the tables."""
    for migration in HISTORY.migrations:
        assert (site / "migrations" / f"{migration.tag}.html").is_file()
    audit = text(site / "migrations" / "0005_add_audit_logs.html")
    assert "Added audit_logs table with columns: id, user_id, action, metadata, created_at" in audit
    assert "SHARE ROW EXCLUSIVE" in audit
    assert re.search(r"exact : proven on PostgreSQL \d+\.\d+, the schema came back exactly", audit)
    assert 'DROP TABLE "public"."audit_logs";' in html.unescape(
        re.sub(r"<[^>]+>", "", (site / "migrations" / "0005_add_audit_logs.html").read_text())
    )
    assert "user_id points to users (id) (added)" in audit
    whole = text(site / "migrations" / "index.html")
    assert all(f"{name} " in whole for name in ("users", "teams", "orders", "order_items", "products"))
    assert "__drizzle_migrations" not in whole
    assert whole.index("0021_drop_legacy_code") < whole.index("0000_create_accounts")
    assert "Added column users.department ( text )" in whole
    assert 'href="schema.svg"' in (site / "migrations" / "index.html").read_text()
    assert (site / "migrations" / "schema.svg").read_text().startswith("<svg ")


def test_what_is_for_github_is_not_on_the_site(site: Path) -> None:
    """A sentence that stands in for what is put there at build time gives way to it."""
    for name in ("index", "rules/index"):
        assert "On the site" in (docs() / f"{name}.md").read_text()
        assert "On the site" not in text(site / f"{name}.html")


def test_llms_txt_lists_every_page(site: Path) -> None:
    """The list for programs names each page that was written from a source, once."""
    found = re.findall(r"^- \[.+?\]\(([^)]+)\)", (site / "llms.txt").read_text(), re.MULTILINE)
    made = {"search.html", "genindex.html", "index.html", "404.html"}
    pages = {str(page.relative_to(site)) for page in site.rglob("*.html")} - made
    assert sorted(found) == sorted(pages)


def test_every_fence_of_sql_is_labelled(site: Path) -> None:
    """What a piece of SQL is for stands above it as a word."""
    page = (site / "rules" / "set-not-null.html").read_text()
    labels = re.findall(r'<span class="caption-text">(.*?)</span>', page)
    assert [label for label in labels if label in ("Unsafe", "Safe", "The way back")].count("Safe") == 3
    assert "Given: what is there" in labels
