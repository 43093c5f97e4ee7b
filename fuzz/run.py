"""Fuzz the targets within bounds: ``python -m fuzz.run [TARGET...] [--inputs 10000] [--engine atheris]``.

Each target runs in a process of its own: no input may crash it, take longer than 5 s, or bring it above 1 GB.
An input that does is kept in ``fuzz/found`` and printed; give it back with ``--replay FILE``. Two engines:
``mutate`` spoils valid samples, in pure Python; ``atheris`` (libFuzzer) looks for inputs that reach new code.
"""

from __future__ import annotations

import argparse
import faulthandler
import hashlib
import resource
import subprocess
import sys
import time
import traceback
from pathlib import Path

from fuzz.mutate import mutants

HERE = Path(__file__).resolve().parent
SECONDS = 5.0
MOST_MB = 1024
TARGET_NAMES = ("readers", "recogniser", "registry", "corrections", "atlas")


def main() -> int:
    """Run what the command line asks for; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"of {', '.join(TARGET_NAMES)}")
    parser.add_argument("--inputs", type=int, default=10_000)
    parser.add_argument("--engine", choices=("mutate", "atheris"), default="mutate")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--replay", type=Path, help="run one target on this file")
    parser.add_argument("--inside", action="store_true", help=argparse.SUPPRESS)
    given = parser.parse_args()
    unknown = set(given.targets) - set(TARGET_NAMES)
    if unknown:
        parser.error(f"unknown target {', '.join(sorted(unknown))}; targets: {', '.join(TARGET_NAMES)}")
    if given.replay:
        return fuzz(given.targets[0], [given.replay.read_bytes()])
    if given.inside:
        run = with_atheris if given.engine == "atheris" else with_mutants
        return run(given.targets[0], given.inputs, given.seed)
    return max(_in_own_process(name, given) for name in given.targets or TARGET_NAMES)


def _in_own_process(name: str, given: argparse.Namespace) -> int:
    options = ["--inputs", str(given.inputs), "--engine", given.engine, "--seed", str(given.seed), "--inside"]
    command = [sys.executable, "-m", "fuzz.run", name, *options]
    begin = time.monotonic()
    code = subprocess.run(command, check=False, cwd=HERE.parent).returncode  # noqa: S603
    outcome = f"FAILED with {code}" if code else "no finding"
    print(f"{name}, {given.engine}: {outcome}, {time.monotonic() - begin:.0f} s in all", flush=True)
    return min(abs(code), 1)


def with_mutants(name: str, inputs: int, seed: int) -> int:
    """Run a target on spoilt samples."""
    from fuzz.targets import TARGETS

    return fuzz(name, mutants(TARGETS[name].samples(), inputs, seed))


def fuzz(name: str, inputs: object) -> int:
    """Run a target on inputs; stop at the first that crashes it, hangs it or fills the memory."""
    from fuzz.targets import TARGETS

    target = TARGETS[name]
    target.run(target.samples()[0])  # what is loaded once is no input's fault
    slowest, count, begin = 0.0, 0, time.monotonic()
    for data in inputs:  # type: ignore[attr-defined]
        kept = _keep(name, data)
        faulthandler.dump_traceback_later(4 * SECONDS, exit=True)
        start = time.process_time()
        try:
            target.run(data)
        except Exception:  # noqa: BLE001 - any error but those that the target expects is what is looked for
            traceback.print_exc()
            print(f"{name}: crashed after {count} inputs on {kept}", flush=True)
            return 1
        seconds = time.process_time() - start
        faulthandler.cancel_dump_traceback_later()
        slowest, count = max(slowest, seconds), count + 1
        if seconds > SECONDS or _peak_mb() > MOST_MB:
            print(f"{name}: {seconds:.1f} s, peak {_peak_mb():.0f} MB on {kept}", flush=True)
            return 1
        kept.unlink()
    seconds = time.monotonic() - begin
    figures = f"{count:,} inputs in {seconds:.0f} s, slowest {slowest:.2f} s, peak {_peak_mb():.0f} MB"
    print(f"{name}: {figures}", flush=True)
    return 0


def with_atheris(name: str, inputs: int, seed: int) -> int:
    """Run a target under libFuzzer, which ends the process."""
    import atheris

    with atheris.instrument_imports(include=["geo", "layers"]):
        from fuzz.targets import TARGETS

    target = TARGETS[name]
    corpus = HERE / "corpus" / name
    corpus.mkdir(parents=True, exist_ok=True)
    for sample in target.samples():
        (corpus / hashlib.sha256(sample).hexdigest()[:16]).write_bytes(sample)
    target.run(target.samples()[0])
    longest = 2 * max(len(sample) for sample in target.samples())
    (HERE / "found").mkdir(exist_ok=True)
    bounds = [f"-runs={inputs}", f"-timeout={SECONDS:.0f}", f"-rss_limit_mb={MOST_MB}", f"-max_len={longest}"]
    place = [f"-seed={seed}", f"-artifact_prefix={HERE / 'found'}/{name}-", "-verbosity=0"]
    atheris.Setup([sys.argv[0], *bounds, *place, str(corpus)], target.run)
    atheris.Fuzz()
    return 0


def _keep(name: str, data: bytes) -> Path:
    """Write an input down before it runs: a process that is killed tells nothing."""
    folder = HERE / "found"
    folder.mkdir(exist_ok=True)
    path = folder / f"{name}-{hashlib.sha256(data).hexdigest()[:16]}"
    path.write_bytes(data)
    return path


def _peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    sys.exit(main())
