"""Since: what changed in a report since a commit."""

from __future__ import annotations

from tieout.diff import history, state
from tieout.diff.changes import Diff
from tieout.diff.compare import compare
from tieout.ledger import signoff
from tieout.ledger.load import kept_back
from tieout.ledger.record import Ledger
from tieout.project import Project


def since(project: Project, ledger: Ledger, revision: str) -> Diff:
    """Everything that changed since a commit, with the ledger of the last build.

    Raises:
        TieoutError: there is no such commit, it holds no lock, or the report cannot be read.
    """
    commit = history.commit(project, revision)
    after = state.present(project, ledger)
    before = state.past(commit, ledger.records, kept_back(project))
    named = commit.short if commit.name.startswith(revision) else f"{revision} ({commit.short})"
    return compare(
        named,
        before,
        after,
        changed=commit.changed(),
        signed=signoff.read(project),
        severities=dict(project.config.severity),
    )
