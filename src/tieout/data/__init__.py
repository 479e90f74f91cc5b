"""Data: the data package, its tables and the sources they cite."""
