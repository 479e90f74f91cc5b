"""Review: what a reader who trusts nothing asks: explain a number, trace a cell, sign off, the dossier.

Everything here reads the last build's ledger, the data and the chapters, and never runs an author's code.
"""
