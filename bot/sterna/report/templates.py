"""The templates, in which every value is made inert unless it says that it is Markdown."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from sterna import data
from sterna.pull_request.sentence import Sentence
from sterna.report import inert


class Markdown(str):
    """Markdown that we wrote ourselves."""

    __slots__ = ()


@cache
def environment() -> Environment:
    """Return the environment of `templates/`; raise Problem when the folder is missing."""
    made = Environment(
        loader=FileSystemLoader(data.templates()),
        # Escaping is that of Markdown, and done by `_final`.
        autoescape=False,  # noqa: S701
        undefined=StrictUndefined,
        finalize=_final,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    made.filters["code"] = lambda text: Markdown(inert.code(str(text)))
    made.filters["fence"] = lambda text, language="sql": Markdown(inert.fence(str(text), language))
    made.filters["prose"] = lambda text: Markdown(inert.prose(str(text)))
    made.filters["address"] = lambda text: Markdown(inert.address(str(text)))
    made.filters["cell"] = lambda text: Markdown(inert.cell(_final(text)))
    return made


def render(name: str, **values: object) -> str:
    """Fill in a template of `templates/`."""
    return environment().get_template(f"{name}.md.jinja").render(**values)


def _final(value: object) -> str:
    if isinstance(value, Markdown):
        return str(value)
    if isinstance(value, Sentence):
        return inert.sentence(value)
    return inert.plain(str(value))
