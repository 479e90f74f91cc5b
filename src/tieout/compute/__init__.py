"""Compute: statistics, figures and tables defined in scripts, run when something they read changed."""
