"""A sample report with the ledger of a build, for the rules that read figures."""

from reviewed import built, reviewed_sample

__all__ = ["built", "reviewed_sample"]
