"""Build: the way through the house, from data and chapters to outputs replaced whole."""
