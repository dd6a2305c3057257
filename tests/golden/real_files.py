"""Every real file in tests/data that holds records: the mapping that reads it, and what must become of its rows."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class RealFile:
    """One export that other people made. `mapping` is a file of tests/data/mappings, a shipped one (`@name`),
    or "" where `impact survey describe` proposes it; then `survey` is the code that it proposes.
    """

    path: str
    rows: int
    mapping: str = ""
    excluded: int = 0
    survey: str = ""
    nps: float | None = None

    @property
    def books(self) -> dict[str, int]:
        accepted = self.rows - self.excluded
        counts = {"rows": self.rows, "accepted": accepted, "excluded": self.excluded}
        return {**counts, "updated": 0, "quarantined": 0, "duplicate": 0}


MARCH, DECEMBER = "20200326-longterm", "2020-12-long-term"
SURVEYS = (
    RealFile(f"carpentries/{MARCH}-other_questions-no-open.csv", 176, "carpentries_march_2020", nps=62.69),
    RealFile(
        f"carpentries/{DECEMBER}-other_questions-no-open.csv", 87, "carpentries_december_2020", nps=47.13
    ),
    RealFile(f"carpentries/{MARCH}-demographics-no-open.csv", 176),
    RealFile(f"carpentries/{MARCH}-professional_profile-no-open.csv", 176),
    RealFile(f"carpentries/{DECEMBER}-professional_profile-no-open.csv", 87),
    RealFile("rse-survey/2016-uk.csv", 273, "rse_2016_uk"),
    RealFile("rse-survey/2017-nl.csv", 77, "rse_2017_nl"),
    RealFile("rse-survey/2017-zaf.csv", 22, "rse_2017_zaf"),
    RealFile("newcastle/2016-10-01 Datamorphosis.csv", 44, "newcastle_datamorphosis", excluded=32),
    RealFile("newcastle/Art and craft club - City.csv", 13, "newcastle_craft_club"),
    RealFile("newcastle/Group session.csv", 10, "newcastle_group_session"),
    RealFile("newcastle/Internet taster session - branch libraries.csv", 1, "newcastle_internet_taster"),
    RealFile("newcastle/Work club - branch libraries.csv", 28, "newcastle_work_club"),
    RealFile("newcastle/Art and craft activities - branch libraries.csv", 6),
    RealFile("newcastle/Children craft activities - City.csv", 7),
    RealFile("newcastle/Children's event (long) - branch libraries.csv", 30),
    RealFile("newcastle/Children's event (short) - City.csv", 18),
    RealFile("newcastle/Children's event (short) - branch libraries.csv", 7),
    RealFile("newcastle/Reading groups - City.csv", 37),
    RealFile("newcastle/Six books challenge.csv", 9),
    RealFile("newcastle/Work club - City.csv", 4),
    RealFile("kobo/submissions-api-v2.json", 4, "@kobo_values_survey"),
    RealFile("kobo/export-with-labels.xls", 1, "@kobo_volunteers"),
    RealFile("qualtrics/sample.csv", 1, "qualtrics_sample"),
    RealFile("qualtrics/sample_legacy.csv", 1, "qualtrics_sample_legacy"),
)
COUNTS = (
    RealFile("carpentries/workshop-attendance.csv", 298, "@carpentries_workshops"),
    RealFile("timberland/Raw_2021Programs.csv", 1308, "@timberland_programs"),
)
# Beside the exports: keys to answers and columns, hours of branches, a form's definition. No records of ours.
NO_RECORDS = (
    "carpentries/2020-longterm-answer-key.csv",
    "carpentries/2020-longterm-column-names.csv",
    "carpentries/2020-12-longterm-answer-key.csv",
    "carpentries/2020-12-longterm-column-names.csv",
    "carpentries/2020-12-long-term-gender-no-open.csv",
    "carpentries/2020-12-long-term-ethnicity-no-open.csv",
    "newcastle/library-opening-hours-2015-10.csv",
    "kobo/xlsform.xls",
    "rse-survey/uk_core_survey.lss",
)
