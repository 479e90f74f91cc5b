"""A report with a past: committed with its lock, then changed."""

from committed import past
from reviewed import built, reviewed_sample

__all__ = ["built", "past", "reviewed_sample"]
