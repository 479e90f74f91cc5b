"""Verify: a report rebuilt from a clean copy and held against what was locked and published."""
