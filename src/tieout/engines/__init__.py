"""Engines: what turns chapters and fragments into HTML and PDF."""
