"""Formulas: what both editions compute and draw; each edition names it in its own language."""
