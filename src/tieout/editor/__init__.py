"""Editor: what an author sees while typing: names, values, findings; served to any editor by `tieout lsp`.

Reads the last build's ledger, the data, the scripts' text and the chapters as they stand on the screen, saved or
not. Nothing here runs an author's code or an engine.
"""
