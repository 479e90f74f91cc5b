"""Clauses: what a sentence or two say of their numbers, read from the classes of their words."""
