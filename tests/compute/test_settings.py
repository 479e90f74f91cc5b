"""Settings that are one for a whole process, put back between functions."""

from tieout.compute import settings, style


def test_nothing_that_was_set_for_drawing_is_left():
    """Not even what matplotlib's own `rcdefaults` leaves as it is: the time zone, the warning of many pictures."""
    import matplotlib as mpl

    with mpl.rc_context():
        settings.undraw()
        usual = dict(mpl.rcParams)
        style.apply()
        mpl.rcParams["timezone"] = "Asia/Phnom_Penh"
        settings.undraw()
        left = {key for key in usual if mpl.rcParams[key] != usual[key]}
    assert {key for key in left if "backend" not in key} == set()
