"""Review: what a reader who trusts nothing asks of the ledger: explain, trace, sign-off, dossier."""
