"""Prose: the book, its chapters and the shortcodes in them, read with positions."""
