"""Which: the edition whose outputs are published somewhere: a report is held against its own, not another one's."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tieout import catalogue
from tieout.edition import NAME
from tieout.findings import Finding, Place, TieoutError
from tieout.project import Project
from tieout.verify import published
from tieout.verify.published import Published


def held(project: Project, folder: Path, label: str) -> tuple[Project, Published]:
    """The outputs in a folder, and the project as the edition they are of; whoever asked for one gets that one.

    Raises:
        TieoutError: there are none, they are of another edition than was asked for, or of several.
    """
    there = published.editions(folder)
    if folder.name in there and folder.name not in {each.name for each in project.editions()}:
        there = {}  # a folder that happens to be called so
    if not there:
        outputs = published.read(folder, label)
        _require_asked(project, outputs)
        return project, outputs
    if project.asked not in there and (project.asked or len(there) > 1):
        raise _other(label, there)
    name = project.asked or next(iter(there))
    if not project.asked:
        project = Project.find(project.root, name)
    return project, published.read(there[name], label)


def _require_asked(project: Project, outputs: Published) -> None:
    """That the outputs of a report as a whole are of the edition that was asked for: it stands for one, too."""
    name = outputs.ledger.edition.get(NAME, "") if outputs.ledger is not None else ""
    if project.asked and name and name != project.asked:
        raise _other(outputs.label, [name])


def _other(label: str, names: Iterable[str]) -> TieoutError:
    first, *others = names
    said = f"editions {', '.join((first, *others))}" if others else f"edition '{first}'"
    message = f"the outputs there are of {said}"
    remedy = f"Say which it is to be, such as: --edition {first}."
    finding = Finding(catalogue.NOTHING_TO_VERIFY, Place(label), message, remedy)
    return TieoutError(finding, found=False)
