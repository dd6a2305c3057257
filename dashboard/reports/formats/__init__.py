"""One file a format: `write(report, options) -> bytes`. A format is found by being there."""
