"""Peers: the same report in the language of other tools, and the commands that render it."""
