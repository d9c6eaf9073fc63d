"""Settings: read from the environment, checked, and all of them in the README."""

import re

import pytest

from boctach.errors import SettingError
from boctach.settings import PREFIX, Settings, from_environment
from tests.shared import ROOT


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(PREFIX + name.upper(), raising=False)


@pytest.mark.parametrize(
    ("name", "written"),
    [
        *(("MAX_CHARACTERS", written) for written in ("0", "-5", "many", "1e6", "١٢")),
        ("WORKERS", "0"),
        ("ARTICLE_SECONDS", "soon"),
        ("OPEN", "perhaps"),
        ("LOG_LEVEL", "loud"),
    ],
)
def test_settings_are_checked(monkeypatch: pytest.MonkeyPatch, name: str, written: str) -> None:
    monkeypatch.setenv(PREFIX + name, written)
    with pytest.raises(SettingError, match=f"{PREFIX}{name} is {written!r}; "):
        from_environment()


def test_settings_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOCTACH_MAX_CHARACTERS", " 5000 ")
    monkeypatch.setenv("BOCTACH_WORKERS", "")
    monkeypatch.setenv("BOCTACH_OPEN", "true")
    monkeypatch.setenv("BOCTACH_CORS_ORIGINS", "https://a.example, https://b.example,")
    read = from_environment()
    assert (read.max_characters, read.open) == (5000, True)
    assert read.cors_origins == ("https://a.example", "https://b.example")
    assert read.workers == Settings().workers >= 1


def test_the_readme_lists_every_setting() -> None:
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = {
        name: (default, meaning)
        for name, default, meaning in re.findall(r"(?m)^\| `BOCTACH_([A-Z_]+)` \| (.*?) \| (.*) \|$", text)
        if name != "SHARED"
    }
    expected = {}
    for name, field in Settings.model_fields.items():
        default = field.default
        if field.default_factory is not None:
            shown = "the cores"
        elif isinstance(default, bool):
            shown = f"`{str(default).lower()}`"
        else:
            shown = f"`{default}`" if default not in ("", ()) else ""
        expected[name.upper()] = (shown, field.description)
    assert rows == expected
