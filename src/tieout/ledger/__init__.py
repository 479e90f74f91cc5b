"""Ledger: the compiled record of every number, and its look in each format."""
