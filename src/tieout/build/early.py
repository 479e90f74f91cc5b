"""Early: the engine begins on chapters whose words changed before anything heavy is imported."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from tieout.build import stamp
from tieout.build.options import Options
from tieout.build.stamp import Files, Stamp
from tieout.build.unchanged import moved
from tieout.engines import choose
from tieout.engines.engine import Engine
from tieout.project import Project


@contextmanager
def begun(project: Project, options: Options, last: Stamp | None, files: Files) -> Iterator[Engine]:
    """The engine that is asked for, at work on what has to be done by all appearances.

    Args:
        project: the report, or one edition of it.
        options: what is asked for.
        last: the last build's stamp.
        files: the files as they are.
    """
    engine = choose.engine(options.engine_of(project))
    try:
        if last is not None:
            now = stamp.inputs(project, last.inputs, files)
            # Other data, other sources: what chapters show is not what they showed.
            others = moved(project, last, now)
            if not (others.data or others.scripts):
                changed = {name for name, digest in now.items() if last.inputs.get(name) != digest}
                engine.begin(project, options.formats_of(project), changed, options.jobs)
        yield engine
    finally:
        engine.close()
