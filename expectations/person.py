"""person: what one record says about its person; rows are resolved to pseudonymous people at build."""

from expectations.declare import declare
from expectations.rules import between, dated
from expectations.schema import Column

TABLE = declare(
    name="person",
    one_row="what one record says about its person; rows are resolved to pseudonymous people at build",
    columns=(
        Column("card_key", "text", "keyed hash of the card number, 32 hexadecimal digits"),
        Column("email_key", "text", "keyed hash of the e-mail"),
        Column("phone_key", "text", "keyed hash of the phone"),
        Column("code_key", "text", "keyed hash of a survey code, scoped to its survey"),
        Column(
            "member_key", "text", "keyed hash of a system's own number of its member, scoped to that system"
        ),
        Column("seen_on", "date", "local date of the record", required=True),
        Column("year_of_birth", "integer", "year of birth"),
        Column("sex", "text", "sex", values=("female", "male")),
        Column("district", "text", "district of residence", reference="district"),
        Column("occupation", "text", "occupation", reference="occupation"),
        Column("home_language", "text", "language spoken at home", reference="language"),
    ),
    rules=(
        *dated("seen_on"),
        between("year_of_birth", 1900, "$this_year", code="impossible_year"),
        between(
            "year_of_birth", "$birth_year_at_100", "$birth_year_at_3", code="unlikely_age", severity="warning"
        ),
    ),
)
