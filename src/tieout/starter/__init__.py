"""Starter: a small report that builds at once, and the next piece for one that is under way."""
