"""The site, built once for all processes that run tests."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


def build(source: Path, target: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Build a site as `make docs` does, with every warning an error."""
    return subprocess.run(
        [sys.executable, "-m", "sphinx", "-q", "-n", "-W", "--keep-going", "-b", "html", *more, source, target],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
    )


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build our own site; whoever comes second finds it built."""
    root = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        root = root.parent
    target = root / "site"
    with (root / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (root / "site.done").exists():
            done = build(ROOT / "docs", target)
            (root / "site.done").write_text(done.stdout + done.stderr)
            assert done.returncode == 0, done.stderr
    assert (root / "site.done").read_text() == ""
    return target
