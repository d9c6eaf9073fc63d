"""What is remembered is found out once, until there is too much of it."""

from boctach.text.remembered import Remembered


def test_each_thing_is_read_once_until_it_is_full() -> None:
    read: list[str] = []

    def length(word: str) -> int:
        read.append(word)
        return len(word)

    known = Remembered(length, 2, lambda word: len(word) < 6)
    assert [known[word] for word in ("tỉnh", "xã", "tỉnh", "phường", "phường", "xã")] == [4, 2, 4, 6, 6, 2]
    assert read == ["tỉnh", "xã", "phường", "phường"]  # what is not worth it is read again
    assert known["huyện"] == 5  # the third: begun anew with it
    assert dict(known) == {"huyện": 5}
