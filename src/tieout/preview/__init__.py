"""Preview: the report in a browser while it is being written; a change is on the page as soon as it is saved."""
