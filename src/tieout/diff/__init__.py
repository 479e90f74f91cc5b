"""Diff: what changed in a report since it was last committed, or would change: numbers, and what is said of them.

Every change is a typed object; text, Markdown, JSON and HTML are made of the same objects.
"""
