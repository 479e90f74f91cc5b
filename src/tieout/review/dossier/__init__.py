"""Dossier: everything a reviewer needs of a report, in one file that needs neither network nor tieout."""
