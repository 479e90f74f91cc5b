"""Command line: one module a command: parse, call, print the result; no logic."""
