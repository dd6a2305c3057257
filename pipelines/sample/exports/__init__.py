"""The history as other people's systems would export it, one module a format, with the books of each file."""
