"""The long fuzzers: `python -m tests.hostile.fuzz [TARGET …] --minutes N`, guided by coverage (atheris, group `fuzz`).

Each target runs in a process of its own, one after the other. What it finds is written to `tests/hostile/found/TARGET`
(not kept in the repository) once for each place in the code; a find that was mended is moved to
`tests/hostile/crashes/TARGET`, where the default suite reads it again for ever. What widened the coverage stays in
`tests/hostile/found/TARGET/corpus` for the next run.
"""

from __future__ import annotations

import argparse
import hashlib
import re
import subprocess
import sys
import traceback
from pathlib import Path

HERE = Path(__file__).parent
FOUND = HERE / "found"
_LONGEST = {"numerals": 200, "narrative": 2000, "decode": 4000, "forms": 20_000}
_BYTES = 60_000
_SECONDS_AN_INPUT = 60
_MEGABYTES = 2500


def fuzz(name: str) -> None:
    """Runs one target in this process; never returns."""
    import atheris

    with atheris.instrument_imports(include=["gongkai", "tests.hostile.targets"]):
        from tests.hostile.targets import TARGETS
    target, found = TARGETS[name], FOUND / name
    seen: set[str] = set()

    def one(data: bytes) -> None:
        try:
            target(data)
        except Exception as error:
            # Noted once for each place, and passed over: behind the first fault others wait.
            where = _where(error)
            if where not in seen:
                seen.add(where)
                note(found, data, error, where)

    atheris.Setup([sys.argv[0], *sys.argv[sys.argv.index("--") + 1 :]], one)
    atheris.Fuzz()


def note(folder: Path, data: bytes, error: Exception, where: str) -> None:
    """Writes down what was found."""
    at = hashlib.sha256(where.encode()).hexdigest()[:12]
    (folder / f"{at}.input").write_bytes(data)
    (folder / f"{at}.txt").write_text("".join(traceback.format_exception(error)), encoding="utf-8")


def _where(error: Exception) -> str:
    frames = [
        f for f in traceback.extract_tb(error.__traceback__) if "gongkai" in f.filename or "targets" in f.filename
    ]
    last = frames[-1] if frames else None
    return f"{type(error).__name__} {Path(last.filename).name if last else ''} {last.lineno if last else 0}"


def run(name: str, minutes: float) -> str:
    """Runs one target for so long, also over crashes of the process; one line of what came of it."""
    import time

    from tests.hostile.targets import SEEDS

    folder = FOUND / name
    corpus, seeds = folder / "corpus", folder / "seeds"
    for each in (corpus, seeds):
        each.mkdir(parents=True, exist_ok=True)
    kept = (
        [file.read_bytes() for file in (HERE / "crashes" / name).glob("*")]
        if (HERE / "crashes" / name).is_dir()
        else []
    )
    for number, data in enumerate([*SEEDS[name](), *kept]):
        (seeds / f"{number}").write_bytes(data)
    runs = deaths = covered = features = 0
    start = time.monotonic()
    while (left := int(minutes * 60 - (time.monotonic() - start))) > 0:
        options = (
            f"-max_total_time={left}",
            f"-max_len={_LONGEST.get(name, _BYTES)}",
            f"-timeout={_SECONDS_AN_INPUT}",
            f"-rss_limit_mb={_MEGABYTES}",
            f"-artifact_prefix={folder}/died-",
        )
        command = [sys.executable, "-m", "tests.hostile.fuzz", "--one", name, "--", *options, str(corpus), str(seeds)]
        done = subprocess.run(command, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, check=False)
        said = done.stderr.decode("utf-8", "replace")
        (folder / "log").write_text(said[-20_000:], encoding="utf-8")
        runs += max((int(number) for number in re.findall(r"^#(\d+)", said, re.MULTILINE)), default=0)
        covered = max([covered, *map(int, re.findall(r"cov: (\d+)", said))])
        features = max([features, *map(int, re.findall(r"ft: (\d+)", said))])
        if done.returncode == 0:
            break
        deaths += 1
    seconds = time.monotonic() - start
    finds = len(list(folder.glob("*.input")))
    return (
        f"{name:10} {runs:>9,} inputs {seconds:>6.0f} s {covered:>6} edges {features:>7} features "
        f"{finds} finds {deaths} deaths"
    )


def main() -> None:
    if "--one" in sys.argv:
        fuzz(sys.argv[sys.argv.index("--one") + 1])
        return
    from tests.hostile.targets import TARGETS

    parser = argparse.ArgumentParser(prog="python -m tests.hostile.fuzz", description=__doc__)
    parser.add_argument("targets", nargs="*", default=list(TARGETS), help="which; all where none is named")
    parser.add_argument("--minutes", type=float, default=5, help="for each target")
    chosen = parser.parse_args()
    for name in chosen.targets:
        print(run(name, chosen.minutes), flush=True)


if __name__ == "__main__":
    main()
