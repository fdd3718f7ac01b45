"""SQL fences with a label: what the words after `sql` mean."""

from __future__ import annotations

from typing import ClassVar

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.directives.code import CodeBlock

from sterna.guide.label import label


class Sql(CodeBlock):
    """A fence that begins with `sql`, with the words after it as its label."""

    required_arguments = 0
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec: ClassVar = CodeBlock.option_spec

    def run(self) -> list[nodes.Node]:
        """Return a block of code with a caption and a class for what it is."""
        words = " ".join(self.arguments[0].split()) if self.arguments else ""
        self.arguments = ["sql"]
        try:
            text = label(words)
        except ValueError as error:
            return [self.state.document.reporter.error(str(error), line=self.lineno)]
        if text:
            self.options["caption"] = text
        found = super().run()
        if text:
            found[0]["classes"].append(f"sterna-{words.split()[0]}")  # type: ignore[index]
        return found


def add(app: Sphinx) -> None:
    """Let every `sql` fence be ours."""
    app.add_directive("sql", Sql)
