"""Two builds of one report never run at once."""

from __future__ import annotations

import threading

from tieout.build.lock import building


def test_the_second_waits_and_says_so(report):
    project = report.project
    said, order = [], []
    waiting = threading.Event()

    def second():
        def say(line):
            said.append(line)
            waiting.set()

        with building(project, say):
            order.append("second")

    with building(project, said.append):
        thread = threading.Thread(target=second)
        thread.start()
        assert waiting.wait(30)
        order.append("first")
    thread.join(30)
    assert order == ["first", "second"]
    assert said == ["another build of this report is under way; waiting for it"]


def test_a_lock_left_by_a_dead_build_holds_nobody(report):
    report.write(".tieout/lock", "")
    said = []
    with building(report.project, said.append):
        assert said == []


def test_tieouts_own_folder_is_kept_out_of_git(report):
    with building(report.project, print):
        assert report.read(".tieout/.gitignore") == "*\n"
