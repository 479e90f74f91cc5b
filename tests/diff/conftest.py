"""A report with a past: committed with its lock, then changed."""

from committed import past, past_sample
from reviewed import built, reviewed_sample

__all__ = ["built", "past", "past_sample", "reviewed_sample"]
