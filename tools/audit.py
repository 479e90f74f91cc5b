"""Asks the package registry for known weaknesses of the locked packages, by pip-audit.

    python tools/audit.py

Ends with 0 where none is known, with 1 where some are, and with 2 where the registry gave no answer: that is
said, for no answer is no clean bill.
"""

from __future__ import annotations

import json
import subprocess
import sys

import lock


def asked() -> tuple[dict[str, object], str]:
    """What pip-audit answered, and what it said besides."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(lock.LOCK), "--format=json"]
    command += ["--require-hashes", "--disable-pip", "--progress-spinner=off"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        return json.loads(done.stdout), done.stderr
    except ValueError:
        return {}, done.stderr


def judged(answer: dict[str, object], said: str, wanted: int) -> tuple[int, str]:
    """The exit status and what is printed."""
    given = answer.get("dependencies")
    packages = given if isinstance(given, list) else []
    audited = [each for each in packages if "skip_reason" not in each]
    if not audited:
        last = said.strip().splitlines()[-1:] or ["no answer"]
        reason = str(packages[0]["skip_reason"]) if packages else last[0]
        return 2, f"the registry cannot answer: 0 of {wanted} packages audited ({reason})"
    weak = [
        f"{each['name']} {each['version']}: {weakness['id']}, mended in {fixed}"
        for each in audited
        for weakness in each["vulns"]
        for fixed in [", ".join(weakness["fix_versions"]) or "no version yet"]
    ]
    head = f"{len(audited)} of {wanted} packages audited, {len(weak)} known weaknesses"
    return int(bool(weak)), "\n".join([head, *weak])


def main() -> None:
    """Print the judgement."""
    status, text = judged(*asked(), len(lock.read()))
    print(text)
    sys.exit(status)


if __name__ == "__main__":
    main()
