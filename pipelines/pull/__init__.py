"""Live sources: what `sources.toml` declares is fetched, lands as a file and goes down the normal line."""
