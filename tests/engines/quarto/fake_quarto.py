"""A stand-in for quarto, run by a shell launcher: behaves at the process boundary as Quarto 1.11 was seen to.

The file named by FAKE_QUARTO (JSON) says what this run does beside the ordinary:
stderr: text written before the end; stdout; status; sleep: seconds, after the first progress line;
stubborn: ignores SIGTERM; died: a file written when the run got to its end; pids: a file the process writes its
id to; pdf: its name; skip: outputs not made; pages: page -> HTML put in its main part; version; version_status;
calls: a file to which the name of what is rendered is added;
copy: a folder what Quarto is given is copied to; environment: a file the environment goes to.
"""

import json
import os
import re
import shutil
import signal
import sys
import time
import zipfile
from pathlib import Path

from ruamel.yaml import YAML

USE = re.compile(r"\{\{<\s*(.*?)\s*>\}\}")


def main(arguments: list[str]) -> int:
    plan = json.loads(Path(os.environ["FAKE_QUARTO"]).read_text())
    if arguments == ["--version"]:
        print(plan.get("version", "1.11.0"))
        return plan.get("version_status", 0)
    if arguments[0] != "render" or arguments[2] != "--to":
        print(f"ERROR: unexpected arguments {arguments}", file=sys.stderr)
        return 1
    target = Path(arguments[1])
    if plan.get("calls"):
        with Path(plan["calls"]).open("a") as calls:
            calls.write(f"{target.name}\n")
    if target.is_file():
        return one(target, plan)
    return render(target, arguments[3].split(","), plan)


def one(chapter: Path, plan: dict) -> int:
    """One chapter of a book that was rendered before: its page alone is written anew."""
    report = chapter.parent
    config = YAML(typ="safe").load((report / "_quarto.yml").read_text())
    output = report / config["project"]["output-dir"]
    fragments = json.loads((report / "_tieout" / "fragments.json").read_text())["uses"]
    print(f"\r[1/1] {chapter.name}", file=sys.stderr, flush=True)
    wait(plan.get("sleep", 0))
    if not plan.get("status"):
        page(report, output, chapter.name, fragments, plan)
    sys.stderr.write(plan.get("stderr", ""))
    return plan.get("status", 0)


def render(report: Path, formats: list[str], plan: dict) -> int:
    if plan.get("stubborn"):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if plan.get("pids"):
        Path(plan["pids"]).write_text(str(os.getpid()))
    if plan.get("environment"):
        Path(plan["environment"]).write_text(json.dumps(dict(os.environ)))
    if plan.get("copy"):
        shutil.copytree(report.parent, plan["copy"], symlinks=True)
    config = YAML(typ="safe").load((report / "_quarto.yml").read_text())
    output = report / config["project"]["output-dir"]
    shutil.rmtree(output, ignore_errors=True)  # a whole render wipes it, whatever the format
    output.mkdir()
    chapters = list(listed(config["book"]["chapters"]))
    chapters += listed(config["book"].get("appendices") or [])
    fragments = json.loads((report / "_tieout" / "fragments.json").read_text())["uses"]
    for number, name in enumerate(chapters, start=1):
        print(f"\r[{number}/{len(chapters)}] {name}", end="", file=sys.stderr, flush=True)
        if number == 1:
            wait(plan.get("sleep", 0))
        if "html" in formats and "html" not in plan.get("skip", []):
            page(report, output, name, fragments, plan)
    print(file=sys.stderr)
    if "typst" in formats and "pdf" not in plan.get("skip", []):
        name = plan.get("pdf", config["book"]["output-file"] + ".pdf")
        (output / name).write_bytes(b"%PDF-1.7 made by a stand-in\n")
    stem = output / config["book"]["output-file"]
    if "docx" in formats and "docx" not in plan.get("skip", []):
        with zipfile.ZipFile(f"{stem}.docx", "w") as made:
            made.writestr("[Content_Types].xml", "<Types/>")
            made.writestr("word/document.xml", f"<w:document>{report}</w:document>")
    if "epub" in formats and "epub" not in plan.get("skip", []):
        Path(f"{stem}.epub").write_bytes(b"PK made by a stand-in\n")
    sys.stdout.write(plan.get("stdout", ""))
    sys.stderr.write(plan.get("stderr", ""))
    if plan.get("died"):
        Path(plan["died"]).write_text("got to the end")
    return plan.get("status", 0)


def wait(seconds: float) -> None:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        time.sleep(0.02)


def listed(items: list) -> list[str]:
    names = []
    for item in items:
        names += [item] if isinstance(item, str) else listed(item.get("chapters", []))
    return names


def page(report: Path, output: Path, name: str, fragments: dict, plan: dict) -> None:
    def shown(use: re.Match) -> str:
        fragment = fragments.get(use[1], {"html": use[0]})
        anchors = [
            f'<span id="{row["anchor"]}"></span>'
            for row in fragment.get("rows", [])
            if "anchor" in row
        ]
        return "".join(anchors) or fragment.get("html", "").replace("\ue003", "")

    text = USE.sub(shown, (report / name).read_text())
    target = output / (name.removesuffix(".qmd") + ".html")
    target.parent.mkdir(parents=True, exist_ok=True)
    extra = plan.get("pages", {}).get(target.relative_to(output).as_posix(), "")
    target.write_text(f"<html><body><main>{text}{extra}</main></body></html>")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
