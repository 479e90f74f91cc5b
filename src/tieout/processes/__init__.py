"""Processes: programs that tieout runs, none of which outlives it, however it ends."""
