"""Which Quarto is there, and whether it will do."""

import pytest

from tieout.engines.quarto import QuartoEngine, version
from tieout.findings import TieoutError


def test_the_version(quarto):
    assert QuartoEngine().version() == "1.11.0"


@pytest.mark.parametrize("given", ["1.6.40", "1.10.3", "2.0", "99.9.9"])
def test_new_enough(quarto, given):
    quarto(version=given)
    assert version.installed() == given


def test_too_old(quarto):
    quarto(version="1.5.57")
    with pytest.raises(TieoutError) as error:
        version.installed()
    (finding,) = error.value.findings
    assert finding.code == "TIE604"
    assert "1.5.57" in finding.message
    assert "1.6" in finding.message
    assert not error.value.found


@pytest.mark.slow
def test_the_pdf_needs_a_newer_one_than_the_pages(quarto, make_job):
    quarto(version="1.8.26")
    QuartoEngine().render(make_job(formats=("html",)))
    with pytest.raises(TieoutError) as error:
        QuartoEngine().render(make_job())
    assert error.value.findings[0].code == "TIE604"
    assert "PDF" in error.value.findings[0].message


@pytest.mark.parametrize("plan", [{"version": "what?"}, {"version": ""}, {"version_status": 1}])
def test_no_answer(quarto, plan):
    quarto(**plan)
    with pytest.raises(TieoutError) as error:
        version.installed()
    assert error.value.findings[0].code == "TIE601"


def test_none_on_path(monkeypatch, tmp_path):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(TieoutError) as error:
        QuartoEngine().version()
    (finding,) = error.value.findings
    assert finding.code == "TIE601"
    assert "--engine pandoc" in finding.remedy
    assert not error.value.found


def test_one_that_cannot_be_started(monkeypatch, tmp_path):
    program = tmp_path / "quarto"
    program.write_text("#!/no/such/interpreter\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(TieoutError) as error:
        version.installed()
    assert error.value.findings[0].code == "TIE601"
