"""What the shape of a run of capitals says for and against its being a person's name."""

from boctach.extractors.person import lexicon
from boctach.extractors.person.chunk import Chunk
from boctach.extractors.person.spelling import marked, vietnamese

_LONGEST_FOREIGN = 3
"""Words up to which a first name at the front makes a foreign run a person's name rather than a product's."""


def shape_evidence(words: tuple[str, ...], chunk: Chunk, *, introduced: bool) -> dict[str, str]:
    """Evidence from a run's own words.

    Args:
        words: The words of the run.
        chunk: What the run looks like.
        introduced: Whether an office or a form of address stands before it, so that a rare given name is none the less
            likely one.
    """
    if chunk.kind == "known":
        return {"no-family": words[0]}
    if chunk.spelling == "foreign":
        return _foreign(words)
    if chunk.kind == "capital":
        return _without_family(words, chunk)
    return _vietnamese(words, chunk, introduced=introduced)


def _foreign(words: tuple[str, ...]) -> dict[str, str]:
    evidence = {}
    institution = lexicon.institution_words().intersection(words[1:])
    if institution:
        evidence["institution-word"] = min(institution)
    if sort := lexicon.foreign_surnames().get(" ".join(words)):
        evidence["foreign-surname" if sort == "sure" else "likely-foreign-surname"] = words[-1]
    if len(words) > 1:
        evidence["foreign-long"] = words[0]
        if words[0] not in lexicon.foreign_names() and lexicon.is_known(words[-1]):
            evidence["place-inside"] = words[-1]
        if words[0] in lexicon.foreign_names() and len(words) <= _LONGEST_FOREIGN:
            evidence["foreign-first-name"] = words[0]
        if vietnamese(words[0]) and any("-" in word and not marked(word) for word in words):
            evidence["foreign-hyphen"] = words[0]
    return evidence


def _without_family(words: tuple[str, ...], chunk: Chunk) -> dict[str, str]:
    evidence = {"no-family" if chunk.spelling == "vietnamese" else "plain-long": words[0]}
    stage = words[-1] in lexicon.particles("stage")
    names = words[:-1] if stage else words
    if len(words) > 1 and all(word in lexicon.given_names() for word in names):
        evidence["given-name"] = names[-1]
    elif len(words) == 2 and any(word in lexicon.given_names() for word in names):
        evidence["half-given-name"] = names[-1]
    if stage:
        evidence["stage-name"] = words[-1]
    return evidence


def _vietnamese(words: tuple[str, ...], chunk: Chunk, *, introduced: bool) -> dict[str, str]:
    length = "-long" if len(words) > 2 else ""
    evidence = {f"{chunk.sort}-family{length}": words[0]}
    if len(words[0]) > 1 and words[0].isupper():
        evidence["all-capitals"] = words[0]
    if words[-1] in lexicon.given_names():
        evidence["given-name"] = words[-1]
    elif not introduced:
        evidence["no-given-name"] = words[-1]
    if len(words) > 2 and words[1] in lexicon.particles("middle"):
        evidence["middle-name"] = words[1]
    return evidence
