"""A sample report with the ledger of a build, as a reviewer finds it."""

from reviewed import built, material, reviewed_sample

__all__ = ["built", "material", "reviewed_sample"]
