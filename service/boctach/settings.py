"""Settings of the service and the command line, read from the environment. The core takes arguments instead."""

import os
from collections.abc import Mapping
from dataclasses import dataclass

from boctach.analysis import MAX_CHARACTERS
from boctach.errors import SettingError


@dataclass(frozen=True, slots=True)
class Settings:
    """Settings of a process.

    Attributes:
        max_characters: The longest text that is read (``BOCTACH_MAX_CHARACTERS``).
    """

    max_characters: int = MAX_CHARACTERS


def from_environment(environment: Mapping[str, str] | None = None) -> Settings:
    """Settings from the environment's variables.

    Raises:
        SettingError: A variable holds what it cannot.
    """
    environment = os.environ if environment is None else environment
    name = "BOCTACH_MAX_CHARACTERS"
    written = environment.get(name, "").strip()
    if not written:
        return Settings()
    if not (written.isascii() and written.isdigit() and int(written) > 0):
        raise SettingError(
            f"{name} is {written!r}; set it to a positive number of characters, such as {MAX_CHARACTERS}"
        )
    return Settings(max_characters=int(written))
