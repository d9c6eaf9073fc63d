"""Records as sources give them: an article before it is analysed, or why there is none."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from boctach.corpus import encodings, identity
from boctach.errors import InputError, SettingError

FIELDS: Final = ("id", "title", "lead", "text", "html", "url", "published_at", "source", "label")
"""Columns that are known by their own name; others are mapped to them."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record stands.

    Attributes:
        origin: The file.
        within: The place in it, such as ``#12`` (a line or row) or ``!page.html`` (a member of an archive).
        read: How many bytes of the file had been read when it came.
    """

    origin: str
    within: str = ""
    read: int = 0

    def __str__(self) -> str:
        return self.origin + self.within


@dataclass(frozen=True, slots=True)
class Record:
    """An article as it came. ``html`` is a page whose article is still to be found; then there is no ``text``."""

    place: Place
    text: str = ""
    html: str | None = None
    title: str | None = None
    lead: str | None = None
    url: str | None = None
    published_at: str | None = None
    source: str | None = None
    label: str | None = None
    external_id: str | None = None
    encoding: str = "utf-8"
    record_id: str = field(init=False)

    def __post_init__(self) -> None:
        parts = (self.text, self.html, self.title, self.lead, self.url, self.published_at, self.source, self.label)
        object.__setattr__(self, "record_id", identity.digest(("record", *parts, self.external_id)))


@dataclass(frozen=True, slots=True)
class Reject:
    """Why a place gave no article.

    Attributes:
        code: The kind of reason: words with hyphens.
        record_id: The record's; where none could be read, a hash of what is wrong.
    """

    place: Place
    code: str
    reason: str
    record_id: str = ""
    external_id: str | None = None

    def __post_init__(self) -> None:
        if not self.record_id:
            object.__setattr__(self, "record_id", identity.digest(("reject", self.code, self.reason)))


Item = Record | Reject


class Columns:
    """Which column holds which field.

    Args:
        renamed: Field name to column name, for columns that are not called as their field.

    Raises:
        SettingError: A field is not known.
    """

    def __init__(self, renamed: Mapping[str, str] | None = None) -> None:
        self.renamed = dict(renamed or {})
        unknown = sorted(set(self.renamed) - set(FIELDS))
        if unknown:
            raise SettingError(f"no field {', '.join(unknown)}; the fields are {', '.join(FIELDS)}")
        self._of = {name: self.renamed.get(name, name) for name in FIELDS}

    def missing(self, names: object) -> str | None:
        """Why rows with columns of these names hold no articles; None where they do."""
        present = [str(name) for name in names] if isinstance(names, (list, tuple, dict)) else []
        if self._of["text"] in present or self._of["html"] in present:
            return None
        lacking = [f"{name}={column}" for name, column in self.renamed.items() if column not in present]
        hint = f" (asked for: {', '.join(lacking)})" if lacking else ""
        shown = ", ".join(present[:20]) or "none"
        return f"no column text{hint}; the columns are: {shown}. Name it with --column text=NAME"

    def record(self, place: Place, row: Mapping[str, Any], encoding: str = "utf-8") -> Record | Reject:
        """The record of a row, or why it holds none."""
        reason = self.missing(dict(row))
        if reason:
            return Reject(place, "no-text", reason)
        values = {name: _as_text(row.get(column)) for name, column in self._of.items()}
        try:
            return build(place, values, encoding)
        except InputError as error:
            external_id = values["id"]
            return Reject(place, "encoding", f"{error}; {error.remedy}", _hash(values), external_id)


def build(place: Place, values: Mapping[str, str | None], encoding: str = "utf-8") -> Record | Reject:
    """A record of the fields' values; letters of legacy fonts are converted.

    Raises:
        DecodeError: The letters are of an encoding that is not known.
    """
    text, html = values.get("text") or "", values.get("html")
    external_id = values.get("id")
    if not text.strip() and not (html and html.strip()) and not (values.get("lead") or "").strip():
        return Reject(place, "empty-text", "the text is empty", _hash(values), external_id)
    kept = {name: value.strip() or None for name in FIELDS[1:3] if (value := values.get(name))}
    if text.strip() or not html:
        mended = encodings.mend(text)
        html, encoding = None, encoding if mended.encoding == "utf-8" else mended.encoding
        text = mended.text
        kept = {name: value and encodings.mend(value).text for name, value in kept.items()}
    return Record(
        place=place,
        text=text,
        html=html,
        title=kept.get("title"),
        lead=kept.get("lead"),
        url=_given(values, "url"),
        published_at=_given(values, "published_at"),
        source=_given(values, "source"),
        label=_given(values, "label"),
        external_id=_given(values, "id"),
        encoding=encoding,
    )


def _given(values: Mapping[str, str | None], name: str) -> str | None:
    return (values.get(name) or "").strip() or None


def _hash(values: Mapping[str, str | None]) -> str:
    return identity.digest(("row", *(values.get(name) for name in FIELDS)))


# Half of a surrogate pair can be written in JSON, and in no file.
_HALVES = re.compile("[\ud800-\udfff]")


def _as_text(value: object) -> str | None:
    """A cell as text; what is no text, number or time is none."""
    if value is None or (isinstance(value, float) and value != value):
        return None
    if isinstance(value, str):
        return _HALVES.sub("\ufffd", value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    if isinstance(value, (dict, list, tuple, set)):
        return None
    isoformat = getattr(value, "isoformat", None)
    return str(isoformat()) if isoformat else str(value)
