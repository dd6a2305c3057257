"""From exports as they come to a published snapshot and the metrics over it."""
