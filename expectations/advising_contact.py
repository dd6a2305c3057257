"""advising_contact: one advising contact."""

from expectations.declare import declare
from expectations.rules import dated, likely, not_negative
from expectations.schema import Column

TABLE = declare(
    name="advising_contact",
    one_row="one advising contact",
    columns=(
        Column("contacted_at", "timestamp", "UTC instant"),
        Column("contacted_on", "date", "local date", required=True),
        Column(
            "mode",
            "text",
            "how the contact took place",
            required=True,
            values=("in-person", "virtual", "phone", "e-mail"),
        ),
        Column(
            "step",
            "text",
            "step to study in the US",
            values=("research", "finance", "apply", "visa", "depart"),
        ),
        Column(
            "outcome",
            "text",
            "self-reported result",
            values=("application", "admission", "visa", "departure", "aid"),
        ),
        Column("aid_usd", "double", "aid in US dollars, self-reported"),
    ),
    rules=(
        *dated("contacted_on"),
        not_negative("aid_usd"),
        likely("aid_usd", 500_000),
    ),
)
