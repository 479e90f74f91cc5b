"""Reports whose every number can be traced to the cells it was computed from.

An author needs three names: `statistic`, `figure` and `table`, the decorators of `tieout.compute.define`.
The package reads like the way data takes through it: `data` and `prose` are read, `compute` runs scripts,
`ledger` records every number and its look, `engines` make pages and PDF, `build` goes the whole way, `cli` is
what a person types. A module imports only from rooms below its own.

Stable: the three decorators, the command line, the findings' codes, the ledger's schema.
"""

from tieout.compute.define import figure, statistic, table

__version__ = "0.1.0"
__all__ = ["__version__", "figure", "statistic", "table"]
