"""What people write in the product: targets, notes, stories. Every edit is a version; nothing is overwritten."""

from pipelines.written.notes import Note, add_note, correct_note, notes, withdraw_note
from pipelines.written.pictures import keep_picture, picture_path
from pipelines.written.stories import (
    Draft,
    Story,
    add_story,
    approve_story,
    correct_story,
    stories,
    withdraw_story,
)
from pipelines.written.targets import (
    Edit,
    last_version,
    set_target,
    target_edits,
    targets,
    withdraw_target,
)

__all__ = [
    "Draft", "Edit", "Note", "Story", "add_note", "add_story", "approve_story", "correct_note", "correct_story",
    "keep_picture", "last_version", "notes", "picture_path", "set_target", "stories", "target_edits", "targets",
    "withdraw_note", "withdraw_story", "withdraw_target",
]  # fmt: skip
