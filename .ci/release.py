"""`make release VERSION=0.2.0`: writes the version, keeps the accuracy, and makes what is handed out, in dist/.

Nothing is uploaded, committed or tagged: what to do next is printed. Refuses where the checkout is not clean, the
version is none or not new, or the changelog has nothing to say of it.
"""

from __future__ import annotations

import difflib
import hashlib
import re
import shutil
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_VERSION = re.compile(r"\d+\.\d+\.\d+")
_UNRELEASED = re.compile(r"^## (\S+) \(unreleased\)\n(.*?)(?=^## |\Z)", re.M | re.S)


class Refused(Exception):
    """It cannot be released; the message says why."""


def prepare(root: Path, version: str, day: str) -> None:
    """Writes version and day into pyproject.toml, the package and the changelog, all of them or none."""
    if not _VERSION.fullmatch(version):
        raise Refused(f"{version!r} is no version like 0.2.0")
    released = re.findall(r"^## (\S+) \(\d", _text(root / "CHANGELOG.md"), re.M)
    if any(_order(version) <= _order(one) for one in released):
        raise Refused(f"{version} is not above {released[0]}, which is released")
    unreleased = _UNRELEASED.search(_text(root / "CHANGELOG.md"))
    if unreleased is None or "\n- " not in unreleased[2]:
        raise Refused("CHANGELOG.md has no section (unreleased) with an entry")
    changes = {
        "pyproject.toml": (r'^version = "[^"]+"$', f'version = "{version}"'),
        "gongkai/__init__.py": (r'^__version__ = "[^"]+"$', f'__version__ = "{version}"'),
        "CHANGELOG.md": (r"^## \S+ \(unreleased\)$", f"## {version} ({day})"),
    }
    texts = {}
    for name, (pattern, line) in changes.items():
        texts[name], count = re.subn(pattern, line, _text(root / name), flags=re.M)
        if count != 1:
            raise Refused(f"{name} has {count} lines like {line!r}, not one")
    for name, text in texts.items():
        (root / name).write_text(text, encoding="utf-8")


def keep_accuracy(root: Path, version: str, measured: str) -> str:
    """Keeps what `make accuracy` printed beside that of earlier releases; the difference to the last one as text."""
    kept = root / "benchmarks" / "accuracy" / "kept"
    kept.mkdir(exist_ok=True)
    earlier = sorted((file for file in kept.glob("*.txt") if file.stem != version), key=lambda file: _order(file.stem))
    (kept / f"{version}.txt").write_text(measured, encoding="utf-8")
    if not earlier:
        return ""
    lines = difflib.unified_diff(
        _text(earlier[-1]).splitlines(), measured.splitlines(), earlier[-1].stem, version, lineterm="", n=0
    )
    return "\n".join(lines)


def wheel(root: Path) -> Path:
    """The wheel, in an empty dist/. Built by the hatchling of the environment: nothing is fetched."""
    shutil.rmtree(root / "dist", ignore_errors=True)
    command = ["pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--wheel-dir", "dist", "."]
    subprocess.run([sys.executable, "-m", *command], cwd=root, check=True)
    (made,) = (root / "dist").glob("*.whl")
    return made


def checksums(dist: Path) -> Path:
    """SHA256SUMS of everything in a folder, as `sha256sum --check` reads it."""
    files = sorted(file for file in dist.iterdir() if file.name != "SHA256SUMS")
    sums = dist / "SHA256SUMS"
    lines = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files]
    sums.write_text("".join(lines), encoding="utf-8")
    return sums


def main() -> int:
    """All of it, in an order in which what refuses comes first."""
    version = sys.argv[1] if len(sys.argv) > 1 else ""
    if subprocess.run(["git", "status", "--porcelain"], cwd=ROOT, capture_output=True, text=True, check=True).stdout:
        raise Refused("the checkout is not clean: commit first, and run the tests on that commit")
    prepare(ROOT, version, f"{datetime.now(UTC):%Y-%m-%d}")
    measured = ""
    for name in ("benchmarks.accuracy", "benchmarks.accuracy.sentences", "benchmarks.accuracy.checks"):
        done = subprocess.run([sys.executable, "-m", name], cwd=ROOT, capture_output=True, text=True, check=False)
        # The code that it ends with does not say: checks ends with 1 where a critical rule is not perfect.
        if not done.stdout:
            print(f"accuracy was not measured: {done.stderr.strip()}", file=sys.stderr)
            break
        measured += done.stdout
    else:
        print(keep_accuracy(ROOT, version, measured) or "accuracy: as in the release before, or the first kept")
    wheel(ROOT)
    subprocess.run(["make", "--silent", "sbom"], cwd=ROOT, check=True)
    (ROOT / "sbom.json").replace(ROOT / "dist" / "sbom.json")
    checksums(ROOT / "dist")
    print("made:", *(f"  dist/{file.name}" for file in sorted((ROOT / "dist").iterdir())), sep="\n")
    print(f'next: look at it, then git commit -am "Release {version}" && git tag v{version}')
    return 0


def _text(file: Path) -> str:
    return file.read_text(encoding="utf-8")


def _order(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Refused as refused:
        sys.exit(f"not released: {refused}")
