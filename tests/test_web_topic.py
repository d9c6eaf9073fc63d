"""The topic on the page."""

from typing import get_args

import lxml.html
import orjson
import pytest

import boctach
from boctach import analysis
from boctach.api import tasks
from boctach.facts import Anchored
from boctach.topics.answer import Candidate, Passage, Place, Reason, Term, Topic, TopicModel
from boctach.web import names, samples
from boctach.web.forms import Posted
from boctach.web.site import Site
from tests.test_web import HOSTILE

TEXT = samples.texts()["khu-cong-nghiep"]


def _shown(topic: Topic | None) -> list[str]:
    """What the page says of the topic: its summary, then all of it."""
    analysis = boctach.analyze(TEXT).model_copy(update={"topic": topic})
    page = Site(has_corpus=False).result(Posted(text=TEXT), analysis)
    tree = lxml.html.fromstring(bytes(page.body).decode())
    assert len(list(tree.iter("script"))) == 1
    return [" ".join(found.text_content().split()) for found in tree.cssselect(".topic summary, .topic")][::-1]


def _topic(**values: object) -> Topic:
    model = TopicModel(name="sections", version="1.0.0", sha256="0" * 64)
    term = Term(text="vốn đầu tư", weight=1.5, places=(Place(start=0, end=9),))
    passage = Passage(**Anchored(start=0, end=2, mention="Tân Giang thu hút").model_dump(), weight=2.0)
    candidates = (Candidate(label="Kinh tế", score=0.914), Candidate(label="Xã hội", score=0.05))
    given = {"model": model, "abstained": False, "candidates": candidates, "terms": (term,), "passages": (passage,)}
    return Topic.model_validate(given | values)


def test_a_label_with_its_reasons() -> None:
    summary, whole = _shown(_topic(label="Kinh tế", score=0.914))
    assert summary == "Chủ đề: Kinh tế (91%)"
    for words in ("Kinh tế: 91%", "Xã hội: 5%", "vốn đầu tư", "Tân Giang thu hút", "sections 1.0.0"):
        assert words in whole


@pytest.mark.parametrize("reason", get_args(Reason))
def test_an_abstention_says_why(reason: Reason) -> None:
    summary, _ = _shown(_topic(abstained=True, reason=reason))
    assert summary == f"Chủ đề: chưa rõ ({names.ABSTENTIONS[reason]}), gần nhất là Kinh tế"
    bare, _ = _shown(_topic(abstained=True, reason=reason, candidates=(), terms=(), passages=()))
    assert bare == f"Chủ đề: chưa rõ ({names.ABSTENTIONS[reason]})"


def _themes(**values: object) -> list[str]:
    model = TopicModel(name="themes", version="1.0.0", sha256="0" * 64)
    themes = Topic.model_validate({"model": model, "abstained": False} | values)
    page = Site(has_corpus=False).result(Posted(text=TEXT), boctach.analyze(TEXT), themes)
    found = lxml.html.fromstring(bytes(page.body).decode()).cssselect("p.topic")
    return [" ".join(one.text_content().split()) for one in found]


def test_the_themes_that_hold_with_their_scores() -> None:
    scores = {"dau-tu-nuoc-ngoai": 0.874, "hop-tac-dia-phuong": 0.52, "da-phuong": 0.1}
    shown = _themes(labels=("dau-tu-nuoc-ngoai", "hop-tac-dia-phuong"), scores=scores)
    assert shown == ["Chủ điểm: Đầu tư nước ngoài (87%), Hợp tác địa phương (52%)"]


def test_no_themes_where_none_holds_or_it_is_none_of_them() -> None:
    assert _themes(abstained=True, reason="uncertain", scores={"da-phuong": 0.3}) == []
    assert _themes(labels=("khac",), scores={"khac": 0.9}) == []


@pytest.mark.parametrize("field", ["text", "html"])
def test_the_worker_tells_the_themes_of_the_same_words(field: str) -> None:
    sent = TEXT if field == "text" else "".join(f"<p>{line}</p>" for line in TEXT.splitlines() if line)
    answer = orjson.loads(tasks.run(tasks.Job("page", {field: sent}, 10**6)).content)
    text = answer.get("text", sent)
    assert answer["themes"]["model"]["name"] == "themes"
    assert answer["themes"]["scores"] == analysis.classify(text, model="themes").topic.scores
    assert answer["topic"]["model"]["name"] == "sections"


def test_labels_are_text() -> None:
    summary, _ = _shown(_topic(label=HOSTILE, score=0.9))
    assert "<script>" in summary


def test_no_topic_where_there_is_no_model() -> None:
    assert _shown(None) == []


def test_every_reason_has_words() -> None:
    assert set(names.ABSTENTIONS) == set(get_args(Reason))
