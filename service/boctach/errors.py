"""Every error that boctach raises for its caller.

::

    BoctachError
    ├── InputError              the caller's text or options cannot be used
    │   ├── EmptyTextError      nothing but white space
    │   ├── TextTooLongError    over the limit of characters
    │   ├── CharacterError      NUL or half of a surrogate pair
    │   ├── UnknownKindError    a kind of fact that does not exist
    │   ├── UnknownModelError   a topic model that is not there
    │   ├── SampleError         labelled texts that cannot be used
    │   ├── MetadataError       a title, date, source or URL that cannot be read
    │   ├── QuestionError       a question to a corpus that cannot be read
    │   └── DecodeError         bytes that are no text in the encodings read
    ├── StoreError              a store of articles cannot be read or written
    ├── ClusterError            the machines that work cannot be reached, or die
    ├── ModelError              the folder of a topic model is damaged
    ├── SettingError            a variable of the environment holds what it cannot
    └── TableError              a data table of the package is malformed
"""

import functools


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

    def __reduce__(self) -> tuple[object, ...]:
        """Errors cross from the process that found them to the one that tells the caller."""
        return functools.partial(type(self), field=self.field, remedy=self.remedy), self.args


class EmptyTextError(InputError):
    """The text holds nothing but white space."""


class TextTooLongError(InputError):
    """The text is over the limit of characters."""


class CharacterError(InputError):
    """A text holds a code point that no text has: NUL or half of a surrogate pair."""


class UnknownKindError(InputError):
    """A kind of fact was asked for that does not exist."""


class UnknownModelError(InputError):
    """A topic model was asked for that is not there."""


class SampleError(InputError):
    """Labelled texts that cannot be read, or are too few to train or evaluate with; names the row."""


class MetadataError(InputError):
    """A title, date, source or URL given by the caller cannot be read."""


class QuestionError(InputError):
    """A question to a corpus names a table, filter or page that cannot be read."""


class DecodeError(InputError):
    """Bytes that are no text in any encoding that boctach reads."""


class StoreError(BoctachError):
    """A store of articles is not there, is being written by another, or cannot be read or written."""


class ClusterError(BoctachError):
    """The processes or machines that do the work cannot be reached, or die as soon as they begin."""


class ModelError(BoctachError):
    """The folder of a topic model is damaged, or of another version."""


class SettingError(BoctachError):
    """A variable of the environment holds what it cannot."""


class TableError(BoctachError):
    """A data table that ships with the package is malformed; names the file and the row."""
