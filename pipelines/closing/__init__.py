"""Closing a month: what has to be in order, what was reported, what changed since, and by when it is due."""
