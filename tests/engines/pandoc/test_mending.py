"""Mending: what stops a build by default is said and passed by where the project says so."""

from __future__ import annotations

import pytest

from engines.pandoc.bench import Bench
from tieout.findings import Finding, TieoutError

LENIENT = "[severity]\n" + "".join(
    f'{code} = "warning"\n'
    for code in (
        "TIE309", "TIE310", "TIE311", "TIE312", "TIE313", "TIE315", "TIE320", "TIE321", "TIE322", "TIE403",
        "TIE501", "TIE606",
    )
)  # fmt: skip


def built(bench: Bench, text: str) -> list[Finding]:
    """What is told of a chapter that is rendered all the same; strictly it is refused."""
    bench.write(c=f"# C\n\n{text}\n")
    with pytest.raises(TieoutError):
        bench.render(("html", "pdf"))
    (bench.root / "tieout.toml").write_text(LENIENT)
    found = bench.render(("html", "pdf")).findings
    assert bench.pages.with_name("report.pdf").read_bytes().startswith(b"%PDF")
    return list(found)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "code", "page"),
    [
        ("See @fig-gone.", "TIE309", "?@fig-gone"),
        ("## A {#sec-x}\n\n## B {#sec-x}\n\n@sec-x", "TIE310", "1.1"),
        ("#### Deep\n\n##### Deeper", "TIE311", "<h2"),
        ("# Second\n\n## Below", "TIE311", '<h3 id="below">'),
        ("## {#empty}\n\nText.", "TIE311", "Text."),
        ("Text \\foo here.", "TIE311", "Text"),
        ("$\\notacommand x$", "TIE311", "notacommand"),
        ('::: {style="color: red"}\nx\n:::', "TIE311", "<p>x</p>"),
        ("{{< lipsum 2 >}}", "TIE311", "lipsum 2"),
        ("{{< meta gone >}}", "TIE311", "?meta:gone"),
        ("```{=typst}\n#nothing-of-ours()\n```\n\nText.", "TIE311", "Text."),
        ("![x](gone.png)", "TIE312", "missing.svg"),
        ("[there](gone.qmd)", "TIE313", "<a>there</a>"),
        ("A note.[^x]", "TIE315", "[^x]"),
        ("```{python}\n1\n```", "TIE320", "sourceCode python"),
        ("`{python} 1 + 1`", "TIE320", "1 + 1"),
        ("![A map](https://example.org/a.png)", "TIE321", ">A map</a>"),
        ("![x](broken.png)", "TIE322", "missing.svg"),
        ("[@gone, p. 4]", "TIE403", "gone"),
        ("![](own.svg)", "TIE501", 'alt="own.svg"'),
        ("Well ✅ done, 大.", "TIE606", "✅"),
    ],
)
def test_it_is_told_and_the_build_goes_on(bench: Bench, text: str, code: str, page: str) -> None:
    (bench.root / "report").mkdir(parents=True)
    (bench.root / "report" / "broken.png").write_bytes(b"no picture")
    found = built(bench, text)
    assert {each.code for each in found} == {code}
    assert all(each.place.path == "report/c.qmd" for each in found)
    assert {str(each.severity) for each in found} == {"warning"}
    assert page in (bench.pages / "c.html").read_text()


@pytest.mark.slow
def test_a_picture_with_another_s_ending_is_set_all_the_same(bench: Bench) -> None:
    bench.write(c='# C\n\n![x](line.png){fig-alt="A line"}\n')
    (bench.root / "report" / "line.png").write_bytes(
        (bench.root / "report" / "own.svg").read_bytes()
    )
    assert bench.render(("html", "pdf")).findings == ()


@pytest.mark.slow
def test_a_picture_typst_cannot_read_is_told(bench: Bench) -> None:
    (bench.root / "report").mkdir(parents=True)
    (bench.root / "report" / "half.png").write_bytes(b"\x89PNG\r\n\x1a\n" + b"\0" * 40)
    (found,) = built(bench, '![x](half.png){fig-alt="A line"}')
    assert (found.code, found.place.path) == ("TIE322", "report/c.qmd")


def test_one_label_in_two_chapters_is_the_first_s(bench: Bench) -> None:
    text = '![X](own.svg){#fig-x fig-alt="x"}\n\n@fig-x\n'
    bench.write(a=f"# A\n\n{text}", b=f"# B\n\n{text}")
    (bench.root / "tieout.toml").write_text(LENIENT)
    (found,) = bench.render(("html", "pdf")).findings
    assert (found.code, found.place.path) == ("TIE310", "report/b.qmd")
