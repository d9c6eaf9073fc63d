"""Phrases as trees of words: what a phrase may go on with, and what it means where it ends."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from boctach.extractors.person.spelling import WORD

V = TypeVar("V")


@dataclass(slots=True)
class Node(Generic[V]):
    """The phrases that begin with the same words.

    Attributes:
        children: Those that go on, by their next word as it may be written.
        phrase: Number of words and meaning of the one that ends here.
    """

    children: dict[str, "Node[V]"] = field(default_factory=dict)
    phrase: tuple[int, V] | None = None


def tree(entries: Iterable[tuple[str, V]], *, capitals: bool) -> dict[str, Node[V]]:
    """The phrases by their first word.

    Args:
        entries: Phrases with what they mean; the first entry of a phrase wins.
        capitals: Whether each word may also be written with an initial capital.
    """
    root: Node[V] = Node()
    for phrase, value in entries:
        node = root
        words = WORD.findall(phrase)
        for word in words:
            following = node.children.get(word)
            if following is None:
                following = node.children[word] = Node()
            forms = {word, word.upper()} | ({word[0].upper() + word[1:]} if capitals else set())
            for form in forms:
                node.children.setdefault(form, following)
            node = following
        if node.phrase is None:
            node.phrase = (len(words), value)
    return root.children


def merged(first: Node[V] | None, second: Node[V] | None) -> Node[V] | None:
    """The phrases of both; of two of the same words that of the first."""
    if first is None or second is None:
        return first or second
    words = first.children.keys() | second.children.keys()
    following = ((word, merged(first.children.get(word), second.children.get(word))) for word in words)
    return Node({word: node for word, node in following if node is not None}, first.phrase or second.phrase)
