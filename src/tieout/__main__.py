"""`python -m tieout`: the same as `tieout`."""

from tieout.cli.main import main

main()
