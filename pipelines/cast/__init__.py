"""From the text of an export to typed values: what cannot be read is said, never guessed."""
