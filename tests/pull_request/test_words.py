"""What people write between the markers stays where they wrote it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sterna.pull_request.body import boxes, fill, removed
from sterna.pull_request.markers import split
from sterna.pull_request.words import traces

OLD = """## Database Migration

**Changes**:
- Added table a

```sql
DROP TABLE a;
```

- [ ] Tests pass <!-- item:testing/tests@000000000001 -->
"""
NEW = """## Database Migration

**Changes**:
- Added table a
- Added table b

```sql
DROP TABLE b;
DROP TABLE a;
```

- [ ] Tests pass <!-- item:testing/tests@000000000002 -->
"""


def inside(body: str) -> str:
    """Return what stands between the markers."""
    parts = split(body)
    assert parts is not None
    return parts.inside


def write(word: str, below: str) -> str:
    """Return a description whose section holds a person's text below one of our lines."""
    body = fill("Mine.\n", OLD)
    assert below in body
    return body.replace(below, below + word, 1)


@pytest.mark.parametrize(
    ("word", "below"),
    [
        ("\nAsk Ann first.\n", "- Added table a\n"),
        ("- and I renamed the model\n", "- Added table a\n"),
        ("\n```sh\nnpm test\n```\n", "DROP TABLE a;\n```\n"),
        ("\nthe last word\n", "<!-- item:testing/tests@000000000001 -->\n"),
        ("Right below the title.\n", "## Database Migration\n"),
    ],
)
def test_a_word_of_a_person_is_kept(word: str, below: str) -> None:
    """A new section keeps what a person wrote into the old one, at its place, and does so again."""
    body = write(word, below)
    filled = fill(body, NEW, traces(OLD))
    assert word.strip() in inside(filled)
    assert fill(filled, NEW, traces(NEW)) == filled
    assert inside(fill(filled, OLD, traces(NEW))).count(word.strip()) == 1


def test_nothing_of_the_old_section_stays() -> None:
    """What we wrote and write no more goes."""
    assert inside(fill(fill("", OLD), NEW, traces(OLD))) == NEW


def test_a_block_of_ours_that_was_edited_is_written_anew_and_the_edit_is_kept() -> None:
    """Nobody's text is lost, and ours says what was proven."""
    body = fill("", OLD).replace("DROP TABLE a;", "DROP TABLE mine;")
    filled = inside(fill(body, OLD, traces(OLD)))
    assert "DROP TABLE a;" in filled
    assert "DROP TABLE mine;" in filled


@pytest.mark.parametrize(
    ("line", "refusal"),
    [
        ("- [ ] Tests pass <!-- item:testing/tests@000000000001 --> N/A: no tests here", "no tests here"),
        ("- [ ] Tests pass N/A: no tests here <!-- item:testing/tests@000000000001 -->", "no tests here"),
        ("- [ ] ~~Tests pass~~ no tests here <!-- item:testing/tests@000000000001 -->", "no tests here"),
        ("- [ ] ~~Tests pass~~ <!-- item:testing/tests@000000000001 --> no tests here", "no tests here"),
        ("- [ ] ~~Tests pass~~ <!-- item:testing/tests@000000000001 -->", ""),
        ("- [ ] Tests pass <!-- item:testing/tests@000000000001 --> N/A:", ""),
        ("- [ ] Tests pass <!-- item:testing/tests@000000000001 --> a remark", ""),
        ("- [ ] Tests pass <!-- item:testing/tests@000000000001 --> n/a: small letters", "small letters"),
    ],
)
def test_an_answer_is_read_wherever_it_stands(line: str, refusal: str) -> None:
    """`N/A: reason` and a text struck out with a reason are answers, and writing the section anew keeps them."""
    body = fill("", OLD).replace("- [ ] Tests pass <!-- item:testing/tests@000000000001 -->", line)
    assert boxes(inside(body))["testing/tests@000000000001"].refusal == refusal
    again = fill(body, OLD, traces(OLD))
    assert boxes(inside(again))["testing/tests@000000000001"].refusal == refusal
    assert fill(again, OLD, traces(OLD)) == again


@given(st.text(alphabet="ab \n-*`>#|", max_size=60), st.booleans())
def test_filling_and_taking_out_gives_the_description_back(body: str, windows: bool) -> None:
    """The section leaves nothing behind but the line end that closes the last line."""
    text = body.replace("\n", "\r\n") if windows else body
    try:
        filled = fill(text, OLD)
    except Exception as error:  # noqa: BLE001 - an open code block is refused, which is no matter here
        assert "would stand" in str(error)  # noqa: PT017
        return
    assert removed(filled, traces(OLD)).rstrip("\r\n") == text.rstrip("\r\n")


def test_a_section_with_words_of_people_is_emptied_only() -> None:
    """Where a person wrote in the section, its markers stay around that."""
    body = write("\nAsk Ann first.\n", "- Added table a\n")
    assert inside(removed(body, traces(OLD))).strip() == "Ask Ann first."
