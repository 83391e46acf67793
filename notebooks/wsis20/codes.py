"""What each pass said, in long form: one row per unit, field and pass, whichever table holds it and in whatever form.

A unit is what a pass could code: a message and a theme, a call and a provision, an act, a message. Its keys stand in
one text, as decisions have them, and each in a column of its own, by which tables are joined. Where that a pass
has the row is the code, the code is ``yes`` or ``no``; elsewhere it is what the field says, and ``nothing`` where the
pass has no row or found none. Codes are written as decisions write them, and are those of `coding.side_by_side`. What
every pass left without a row has none here either: ``passes.units`` says how many units each judged.
"""

from __future__ import annotations

from collections.abc import Mapping

from wsis20.coding import CODES, KEYS, KINDS, NOTHING, PRESENT, RESPONSES

VIEW = "codes"
HEAD = "CREATE VIEW {view} AS\nWITH {parts}\n{arms}"
PASS = "pass(coding_pass) AS (VALUES ('A'), ('B'), ('agreed'))"
SORTED = """\
{name}_sorted AS (
  SELECT {keys}, group_concat(item, ';') AS items FROM (SELECT * FROM {name} ORDER BY {keys}, item) GROUP BY {keys}
)"""
ARM = """\
SELECT '{table}' AS resource, {record} AS record, {keys}, '{field}' AS field, pass.coding_pass, {code} AS code
FROM ({units}) AS u CROSS JOIN pass{joined}"""
OWN = "\nLEFT JOIN {table} AS c ON {same} AND c.coding_pass = pass.coding_pass"
LIST = "\nLEFT JOIN {name}_sorted AS s ON {same}"
OF_KIND = "CASE pass.coding_pass WHEN 'A' THEN kind_a WHEN 'B' THEN kind_b ELSE kind END"
OF_ROW = "CASE WHEN c.{key} IS NULL THEN 'no' ELSE 'yes' END"
OF_FIELD = "CASE WHEN c.{key} IS NULL OR c.{field} = 'none' THEN '{nothing}' ELSE coalesce({value}, '') END"


def view(lists: Mapping[str, tuple[str, str]]) -> str:
    """Return the statement that makes the view.

    ``lists`` are the views that have an item of a list in a row, each with its table and field: a code has the items in
    the order of the alphabet.
    """
    coded = [(table, field) for table, fields in CODES.items() for field in fields]
    sorts = [
        SORTED.format(name=name, keys=", ".join((*KEYS[table], "coding_pass")))
        for name, (table, field) in lists.items()
        if (table, field) in coded
    ]
    names = {place: name for name, place in lists.items()}
    arms = "\nUNION ALL\n".join(arm(table, field, names.get((table, field))) for table, field in coded)
    return HEAD.format(view=VIEW, parts=",\n".join([PASS, *sorts]), arms=arms)


def arm(table: str, field: str, listed: str | None) -> str:
    """Return the query for a field that passes code; ``listed`` is the view of its items, where it is a list."""
    key, *_ = keys = KEYS[table]
    joined = OWN.format(table=table, same=" AND ".join(f"c.{one} = u.{one}" for one in keys))
    of_row = table in PRESENT and field == CODES[table][0]
    if table in KINDS:
        code, joined = OF_KIND, ""
    elif of_row:
        code = OF_ROW.format(key=key)
    else:
        value = "s.items" if listed else f"CAST(c.{field} AS TEXT)"
        code = OF_FIELD.format(key=key, field=field, nothing=NOTHING, value=value)
    if listed:
        own = (*keys, "coding_pass")
        joined += LIST.format(name=listed, same=" AND ".join(f"s.{one} = c.{one}" for one in own))
    record = " || ' / ' || ".join(f"u.{one}" for one in keys)
    found = units(table, whole=table in PRESENT and not of_row)
    first, second = (*(f"u.{one}" for one in keys), "NULL")[:2]
    own_keys = f"{first} AS first_key, {second} AS second_key"
    return ARM.format(table=table, record=record, keys=own_keys, field=field, code=code, units=found, joined=joined)


def units(table: str, whole: bool) -> str:
    """Return the query for the units of a table: those that any pass has, or ``whole``, those that every pass has."""
    if table in KINDS:
        return f"SELECT * FROM {table}"
    keys = ", ".join(KEYS[table])
    if whole:  # fields of a row are compared where every pass has the row
        return f"SELECT {keys} FROM {table} GROUP BY {keys} HAVING count(*) = 3"
    return f"SELECT DISTINCT {keys} FROM {table}" + (" WHERE provision_id IS NOT NULL" if table in RESPONSES else "")
