"""What each canonical table holds and the rules it must pass. Imports nothing of the project."""
