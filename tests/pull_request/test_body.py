"""A description is filled in without touching what people wrote."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sterna.problem import Problem
from sterna.pull_request.body import Box, boxes, fill
from sterna.pull_request.markers import BEGIN, END, split

SECTION = """## Database Migration

**Rollback Plan**: exact

```sql
DROP TABLE "<!-- sterna:end -->";
- [x] not a box <!-- item:a@1 -->
```

- [ ] Migration runs on staging <!-- item:testing/staging@0123456789ab -->
- [x] Rollback tested (exact) <!-- item:testing/rollback@0123456789ab by:sterna -->
"""

BODIES = [
    "",
    "Adds the log.",
    "Adds the log.\n",
    "# Title\r\n\r\nAdds the log.\r\n",
    "one\rtwo\r",
    "- a list\n- that ends the text",
    "> a quote",
    "Title\n=====\n\n<details>\n<summary>s</summary>\n\ntext\n\n</details>",
    f"Write `{BEGIN}` on a line.\n\n```\n{BEGIN}\n{END}\n```\n",
    f"> {BEGIN}\n> {END}\n",
    f"    {BEGIN}\n",
    f"- item\n\n  {BEGIN}\n",
    f"<!-- a hint\n{BEGIN}\n",
    "form\x0cfeed \u2028 line \x85 separators",
]


@pytest.mark.parametrize("body", BODIES)
def test_a_section_is_appended_below_everything(body: str) -> None:
    """Where there are no markers, what was there comes first and stays byte for byte."""
    filled = fill(body, SECTION)
    assert filled.startswith(body)
    parts = split(filled)
    assert parts is not None
    assert parts.inside.replace("\r\n", "\n").replace("\r", "\n") == SECTION


@pytest.mark.parametrize("body", BODIES)
def test_filling_twice_changes_nothing(body: str) -> None:
    """The second run writes the same bytes."""
    once = fill(body, SECTION)
    assert fill(once, SECTION) == once


@given(
    st.lists(
        st.sampled_from([*BODIES, BEGIN, END, "```", "~~~", "<!--", "-->", "<pre>", "\n", "\r\n", "> ", "- ", "\t"])
    )
)
def test_any_body_is_filled_or_refused_and_never_guessed_at(pieces: list[str]) -> None:
    """Whatever stands there, all of it outside the markers stays, and a second run changes nothing."""
    body = "\n".join(pieces)
    try:
        filled = fill(body, SECTION)
    except Problem:
        return
    parts, before = split(filled), split(body)
    assert parts is not None
    assert fill(filled, SECTION) == filled
    if before is None:
        assert filled.startswith(body)
    else:
        assert (parts.before, parts.after) == (before.before, before.after)


@given(st.text())
def test_any_text_is_kept(text: str) -> None:
    """No character is lost or changed, whatever a line end is to other programs."""
    try:
        assert fill(text, SECTION).startswith(text)
    except Problem:
        assert any(mark in text for mark in ("`", "~", "<"))


@pytest.mark.parametrize(
    "body",
    [
        f"{BEGIN}\n",
        f"{END}\n",
        f"{END}\n\n{BEGIN}\n",
        f"{BEGIN}\n{END}\n\n{BEGIN}\n{END}\n",
        f"{BEGIN}\n{BEGIN}\n{END}\n",
    ],
)
def test_damaged_markers_are_told(body: str) -> None:
    """Half a section, or two, is a person's to mend."""
    with pytest.raises(Problem, match="damaged"):
        fill(body, SECTION)


@pytest.mark.parametrize("body", ["```\nopen", "text\n\n<!-- open", "<pre>\nopen", "~~~~ sql\n"])
def test_a_section_that_nobody_would_see_is_not_written(body: str) -> None:
    """A description that ends inside code or a comment would swallow the section."""
    with pytest.raises(Problem, match="inside a code block"):
        fill(body, SECTION)


def test_ticks_and_answers_of_people_stay() -> None:
    """A ticked box stays ticked, and what stands behind it stays, also when the section is written anew."""
    filled = fill("", SECTION).replace(
        "- [ ] Migration runs on staging <!-- item:testing/staging@0123456789ab -->",
        "- [X] Migration runs on staging <!-- item:testing/staging@0123456789ab --> done by Ada",
    )
    again = fill(filled, SECTION)
    assert "- [x] Migration runs on staging <!-- item:testing/staging@0123456789ab --> done by Ada\n" in again
    assert fill(again, SECTION) == again


def test_a_changed_migration_has_open_boxes() -> None:
    """A tick belongs to the bytes that it was given for."""
    filled = fill("", SECTION).replace("- [ ] Migration runs", "- [x] Migration runs")
    changed = fill(filled, SECTION.replace("0123456789ab", "ba9876543210"))
    assert "- [ ] Migration runs on staging" in changed


def test_our_own_tick_goes_with_its_evidence() -> None:
    """What we ticked and can no longer show is open again; it was never a person's word."""
    without = SECTION.replace("- [x] Rollback tested (exact)", "- [ ] Rollback tested").replace(" by:sterna", "")
    assert "- [ ] Rollback tested <!--" in fill(fill("", SECTION), without)


def test_a_section_can_be_emptied() -> None:
    """When the last migration leaves the pull request, only the markers stay."""
    filled = fill("Text.\r\n", SECTION)
    assert fill(filled, "") == f"Text.\r\n\r\n{BEGIN}\r\n{END}\r\n"


def test_boxes_in_code_do_not_count() -> None:
    """The boxes are those that GitHub draws."""
    assert boxes(SECTION) == {
        "testing/staging@0123456789ab": Box("testing/staging@0123456789ab", False, False, ""),
        "testing/rollback@0123456789ab": Box("testing/rollback@0123456789ab", True, True, ""),
    }
