"""Commands of `impact` that show figures: one file each, as in `pipelines/commands/`."""
