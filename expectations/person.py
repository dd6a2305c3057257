"""person: what one record says about its person; rows are resolved to pseudonymous people at build."""

from expectations.schema import Column, Table

TABLE = Table(
    name="person",
    one_row="what one record says about its person; rows are resolved to pseudonymous people at build",
    columns=(
        Column("card_key", "text", "keyed hash of the card number, 32 hexadecimal digits"),
        Column("email_key", "text", "keyed hash of the e-mail"),
        Column("phone_key", "text", "keyed hash of the phone"),
        Column("code_key", "text", "keyed hash of a survey code, scoped to its survey"),
        Column("seen_on", "date", "local date of the record", required=True),
        Column("year_of_birth", "integer", "year of birth"),
        Column("sex", "text", "sex", values=("female", "male")),
        Column("district", "text", "district of residence", reference="district"),
        Column("occupation", "text", "occupation", reference="occupation"),
        Column("home_language", "text", "language spoken at home", reference="language"),
    ),
)
