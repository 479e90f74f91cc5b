"""Benchmarks: a report of any size, what is done with it, what it takes, beside the floor and the peers."""
