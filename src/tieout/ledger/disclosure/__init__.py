"""Disclosure: whether what is published of confidential data could tell of one of those it is about."""
