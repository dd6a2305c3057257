"""What the columns of an export mean (`data/mappings/*.toml`), and which mapping a file's headers ask for."""

from pipelines.mapping.base import family
from pipelines.mapping.declaration import (
    ExcludeRule,
    FieldMapping,
    Mapping,
)
from pipelines.mapping.described import described_questions
from pipelines.mapping.load import declared_mappings, load_mapping, load_mappings
from pipelines.mapping.recognise import (
    Match,
    QuestionColumns,
    match_headers,
    normalise_header,
    recognise,
    refuse_ambiguous,
    unknown_layout,
)
from pipelines.mapping.survey import QuestionMapping, SurveyMapping
from pipelines.mapping.wide import melted

__all__ = [
    "ExcludeRule",
    "FieldMapping",
    "Mapping",
    "Match",
    "QuestionColumns",
    "QuestionMapping",
    "SurveyMapping",
    "declared_mappings",
    "described_questions",
    "family",
    "load_mapping",
    "load_mappings",
    "match_headers",
    "melted",
    "normalise_header",
    "recognise",
    "refuse_ambiguous",
    "unknown_layout",
]
