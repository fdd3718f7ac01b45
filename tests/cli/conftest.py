"""What the tests of the command line may ask for."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from functools import partial

import pytest

from tests.cli.histories import within

Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def command(workshop: str) -> Command:
    """Return what runs a command in this process, on a server that others use too: no time goes into starts."""
    return partial(within, STERNA_POSTGRES=workshop)
