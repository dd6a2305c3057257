"""response: one answer of one respondent to one question."""

from expectations.schema import Column, Table

TABLE = Table(
    name="response",
    one_row="one answer of one respondent to one question",
    columns=(
        Column("survey", "text", "code of the survey", required=True),
        Column("wave", "text", "wave", required=True, values=("immediate", "follow-up", "before", "after", "single")),
        Column("respondent", "text", "code of the submission, unique within the survey and wave", required=True),
        Column("answered_on", "date", "local date of the submission", required=True),
        Column("question", "text", "code of the question", required=True),
        Column("kind", "text", "kind of question", required=True, values=("likert", "nps", "single", "multi", "number", "date", "yes_no")),
        Column("outcome", "text", "outcome the question measures", values=("knowledge", "confidence", "application", "awareness", "use", "nps", "satisfaction")),
        Column("state", "text", "whether there is an answer", required=True, values=("answered", "not_applicable", "blank")),
        Column("value", "double", "the answer as a number; null where there is none"),
        Column("option", "text", "code of the option chosen; one row an option for multi"),
        Column("scale_low", "double", "lowest value the question allows"),
        Column("scale_high", "double", "highest value the question allows"),
        Column("language", "text", "language of the answers", reference="language"),
        Column("programme_code", "text", "programme the answer is about"),
    ),
)
