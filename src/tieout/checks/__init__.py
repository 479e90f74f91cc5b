"""Checks: one rule a module, each reading the prose and the ledger, none running an author's code."""
