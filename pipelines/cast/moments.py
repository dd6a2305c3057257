"""Dates and times as exports write them, to UTC instants and local dates.

A time without an offset is local to a zone; the zone's own history decides its offset. A time that a clock
change skips is read one hour later, one that it repeats is the earlier of the two. The order of day and month
is not guessed: unless a mapping gives `formats`, the day stands first.
"""

from __future__ import annotations

import polars as pl

from pipelines.cast.month_names import with_figures
from pipelines.distinct import map_distinct

ISO = (
    *("%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M"),
    *("%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d"),
)
CLOCKS = ("%H:%M", "%H:%M:%S", "%I:%M %p", "%I:%M:%S %p")
DATES = ("%d.%m.%Y", "%d/%m/%Y", "%Y/%m/%d", "%d-%m-%Y", "%d.%m.%y")
DAY_FIRST = (
    *(f"{date} {clock}" for date in DATES for clock in CLOCKS),
    *DATES,
    *("%Y-%m-%d %I:%M:%S %p", "%Y-%m-%d %I:%M %p"),
)
OFFSET = r"^(.*\d:\d.*?)\s*(?:Z|(?:UTC|GMT)?\s?([+-])(\d{1,2})(?::?(\d{2}))?|UTC|GMT)$"
SERIAL = r"^\d{5}(?:[.,]\d+)?$"
EARLIEST_YEAR, LATEST_YEAR = 1900, 2199
SECONDS_A_DAY = 86_400
LOCAL = pl.Datetime("us")
PARSED: dict[str, pl.DataType | type[pl.DataType]] = {
    "index": pl.UInt32,
    "local": LOCAL,
    "clock": pl.Boolean,
    "offset": pl.Int32,
}


def read_moments(
    texts: pl.Series,
    zone: str,
    site_zone: str,
    formats: tuple[str, ...] = (),
    languages: tuple[str, ...] = (),
) -> pl.DataFrame:
    """`at` (UTC), `on` (date at the site), `hour` (0-23 at the site) of each text; all null where it is none.

    A text that states only a day gives `on` alone. Times without offset are local to `zone`.
    """
    known = (*formats, *ISO) if formats else (*ISO, *DAY_FIRST)
    asked = pl.DataFrame({"text": texts}).with_row_index("index").drop_nulls("text")
    parsed, rest = _parse(asked, known)
    for reader in (_serials, _with_offset, _with_month_name):
        if rest.height:
            more, rest = reader(rest, known, languages)
            parsed = pl.concat([parsed, more])
    if parsed.height < len(texts):
        index = pl.DataFrame({"index": pl.arange(0, len(texts), dtype=pl.UInt32, eager=True)})
        parsed = index.join(parsed, on="index", how="left", maintain_order="left")
    elif not parsed["index"].is_sorted():
        parsed = parsed.sort("index")
    return _placed(parsed, zone, site_zone)


def _placed(parsed: pl.DataFrame, zone: str, site_zone: str) -> pl.DataFrame:
    local = pl.col("local")
    in_zone = to_utc(parsed.select(pl.when("clock").then(local)).to_series(), zone)
    frame = parsed.with_columns(at=in_zone)
    if frame["offset"].null_count() < frame.height:
        stated = (local - pl.duration(minutes=pl.col("offset"))).dt.replace_time_zone("UTC")
        frame = frame.with_columns(at=pl.when(pl.col("offset").is_null()).then("at").otherwise(stated))
    there = pl.col("at").dt.convert_time_zone(site_zone)
    return frame.select(
        "at", on=pl.coalesce(there.dt.date(), local.dt.date()), hour=there.dt.hour().cast(pl.Int64)
    )


def to_utc(local: pl.Series, zone: str) -> pl.Series:
    """UTC instants of local times in a zone, null where null."""

    def convert(times: pl.Series) -> pl.Series:
        placed = times.dt.replace_time_zone(zone, ambiguous="earliest", non_existent="null")
        return placed.dt.convert_time_zone("UTC")

    instants = convert(local)
    if instants.null_count() > local.null_count():
        later = convert(local.dt.offset_by("1h"))
        instants = instants.to_frame("at").select(pl.coalesce(pl.col("at"), later)).to_series()
    return instants


def _parse(asked: pl.DataFrame, formats: tuple[str, ...]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """What the formats read of (index, text), and what is left; each sees only what those before it left."""
    parts: list[pl.DataFrame] = []
    for form in _likely_first(asked, formats):
        if asked.is_empty():
            break
        local = read_format(asked["text"], form)
        read = local.is_not_null()
        if read.any():
            zoned = pl.lit(0 if "%z" in form or "%:z" in form else None, dtype=pl.Int32)
            part = asked.select("index").with_columns(
                local=local, clock=pl.lit(has_clock(form)), offset=zoned
            )
            parts.append(part.filter(read))
            asked = asked.filter(~read)
    return pl.concat(parts) if parts else pl.DataFrame(schema=PARSED), asked


def _likely_first(asked: pl.DataFrame, formats: tuple[str, ...]) -> tuple[str, ...]:
    head = asked["text"].head(1)
    for form in formats:
        if head.len() and read_format(head, form).is_not_null().all():
            return (form, *(other for other in formats if other != form))
    return formats


def has_clock(form: str) -> bool:
    """Whether a format states a time of day."""
    return any(sign in form for sign in ("%H", "%I", "%T", "%R", "%X"))


def read_format(texts: pl.Series, form: str) -> pl.Series:
    """Local times of one format (midnight where it has no clock), null where the text is not in it."""
    if has_clock(form):
        read = texts.str.to_datetime(form, time_unit="us", strict=False)
        read = read.dt.convert_time_zone("UTC").dt.replace_time_zone(None) if "z" in form else read
    else:
        read = texts.str.to_date(form, strict=False).cast(LOCAL)
    year = pl.col("local").dt.year()
    sensible = year.is_between(EARLIEST_YEAR, LATEST_YEAR)
    return read.to_frame("local").select(pl.when(sensible).then("local")).to_series()


def _serials(
    rest: pl.DataFrame, _: tuple[str, ...], __: tuple[str, ...]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Day numbers of spreadsheets, counted from 30 December 1899, to the second."""
    is_serial = rest["text"].str.contains(SERIAL)
    days = pl.col("text").str.replace(",", ".", literal=True).cast(pl.Float64)
    seconds = (days * SECONDS_A_DAY).round().cast(pl.Int64)
    local = pl.datetime(1899, 12, 30, time_unit="us") + pl.duration(seconds=seconds, time_unit="us")
    clock = pl.col("text").str.contains(r"[.,]")
    offset = pl.lit(None, dtype=pl.Int32)
    return rest.filter(is_serial).select(
        "index", local=local.cast(LOCAL), clock=clock, offset=offset
    ), rest.filter(~is_serial)


def _with_offset(
    rest: pl.DataFrame, formats: tuple[str, ...], _: tuple[str, ...]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Times that state their offset: `...Z`, `...+05:00`, `... GMT+5`."""
    parts = rest.with_columns(pl.col("text").str.extract_groups(OFFSET).alias("part")).unnest("part")
    parts = parts.rename({"1": "body", "2": "sign", "3": "hours", "4": "minutes"})
    minutes = pl.col("hours").cast(pl.Int32) * 60 + pl.col("minutes").cast(pl.Int32).fill_null(0)
    offset = pl.when(pl.col("sign") == "-").then(-minutes).otherwise(minutes).fill_null(0)
    stated = parts.filter(pl.col("body").is_not_null()).select("index", "body", stated=offset)
    parsed, _left = _parse(stated.select("index", text="body"), formats)
    parsed = parsed.join(stated, on="index").filter(pl.col("stated").abs() <= 14 * 60, pl.col("clock"))
    parsed = parsed.select("index", "local", "clock", offset="stated")
    return parsed, rest.join(parsed, on="index", how="anti", maintain_order="left")


def _with_month_name(
    rest: pl.DataFrame, _: tuple[str, ...], languages: tuple[str, ...]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    figures = map_distinct(rest["text"], lambda text: with_figures(text, languages))
    asked = rest.select("index").with_columns(text=figures).drop_nulls("text")
    parsed, _left = _parse(asked, (*ISO, *DAY_FIRST))
    return parsed, rest.join(parsed, on="index", how="anti", maintain_order="left")
