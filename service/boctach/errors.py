"""Every error that boctach raises for its caller.

::

    BoctachError
    ├── InputError              the caller's text or options cannot be used
    │   ├── EmptyTextError      nothing but white space
    │   ├── TextTooLongError    over the limit of characters
    │   ├── CharacterError      NUL or half of a surrogate pair
    │   ├── UnknownKindError    a kind of fact that does not exist
    │   ├── MetadataError       a title, date, source or URL that cannot be read
    │   └── DecodeError         bytes that are no text in the encodings read
    ├── SettingError            a variable of the environment holds what it cannot
    └── TableError              a data table of the package is malformed
"""


class BoctachError(Exception):
    """Root of all errors that boctach raises."""


class InputError(BoctachError):
    """The caller's input cannot be used.

    Args:
        message: What was wrong.
        field: The request's field (or option) that was wrong.
        remedy: What would be right.
    """

    def __init__(self, message: str, *, field: str, remedy: str) -> None:
        super().__init__(message)
        self.field = field
        self.remedy = remedy


class EmptyTextError(InputError):
    """The text holds nothing but white space."""


class TextTooLongError(InputError):
    """The text is over the limit of characters."""


class CharacterError(InputError):
    """A text holds a code point that no text has: NUL or half of a surrogate pair."""


class UnknownKindError(InputError):
    """A kind of fact was asked for that does not exist."""


class MetadataError(InputError):
    """A title, date, source or URL given by the caller cannot be read."""


class DecodeError(InputError):
    """Bytes that are no text in any encoding that boctach reads."""


class SettingError(BoctachError):
    """A variable of the environment holds what it cannot."""


class TableError(BoctachError):
    """A data table that ships with the package is malformed; names the file and the row."""
