"""response: one answer of one respondent to one question."""

from expectations.declare import declare
from expectations.rules import custom, dated
from expectations.schema import Column

TABLE = declare(
    name="response",
    one_row="one answer of one respondent to one question",
    columns=(
        Column("survey", "text", "code of the survey", required=True),
        Column(
            "wave",
            "text",
            "wave",
            required=True,
            values=("immediate", "follow-up", "before", "after", "single"),
        ),
        Column(
            "respondent", "text", "code of the submission, unique within the survey and wave", required=True
        ),
        Column("answered_on", "date", "local date of the submission", required=True),
        Column("question", "text", "code of the question", required=True),
        Column(
            "kind",
            "text",
            "kind of question",
            required=True,
            values=("likert", "nps", "single", "multi", "number", "date", "yes_no"),
        ),
        Column(
            "outcome",
            "text",
            "outcome the question measures",
            values=("knowledge", "confidence", "application", "awareness", "use", "nps", "satisfaction"),
        ),
        Column(
            "state",
            "text",
            "whether there is an answer",
            required=True,
            values=("answered", "not_applicable", "blank"),
        ),
        Column("value", "double", "the answer as a number; null where there is none"),
        Column("option", "text", "code of the option chosen; one row an option for multi"),
        Column("scale_low", "double", "lowest value the question allows"),
        Column("scale_high", "double", "highest value the question allows"),
        Column("language", "text", "language of the answers", reference="language"),
        Column("programme_code", "text", "programme the answer is about"),
    ),
    rules=(
        *dated("answered_on"),
        custom(
            "off_the_scale",
            "value < scale_low OR value > scale_high",
            "the answer is outside the scale of its question",
            "value",
            "scale_low",
            "scale_high",
        ),
        custom(
            "scale_upside_down",
            "scale_low >= scale_high",
            "the lowest value of the scale is not below its highest",
            "scale_low",
            "scale_high",
        ),
        custom(
            "nps_off_the_scale",
            "kind = 'nps' AND (value < 0 OR value > 10 OR value <> floor(value))",
            "a recommendation score is a whole number from 0 to 10",
            "kind",
            "value",
        ),
        custom(
            "answered_without_answer",
            "state = 'answered' AND value IS NULL AND option IS NULL",
            "the question is said to be answered and holds neither a value nor an option",
            "state",
            "value",
            "option",
            severity="warning",
        ),
        custom(
            "answer_to_nothing",
            "state <> 'answered' AND (value IS NOT NULL OR option IS NOT NULL)",
            "the question is said not to be answered and holds a value or an option",
            "state",
            "value",
            "option",
        ),
        custom(
            "rated_without_scale",
            "kind IN ('likert', 'nps') AND value IS NOT NULL AND (scale_low IS NULL OR scale_high IS NULL)",
            "a rating does not say on which scale it is",
            "kind",
            "scale_low",
            "scale_high",
            severity="warning",
        ),
    ),
)
