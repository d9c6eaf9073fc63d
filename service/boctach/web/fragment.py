"""A text with its facts marked as HTML that stands alone: for notebooks and reports."""

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from boctach.facts import Fact
from boctach.web import marking, values

_HEAD: Final = Markup("""<style>
.boctach { line-height: 2.1; white-space: pre-wrap; max-width: 60rem; }
.boctach mark { color: inherit; background: oklch(70% .1 var(--hue) / .28); border-radius: 3px; padding: .15em .1em 0;
  border-bottom: 2px solid oklch(60% .14 var(--hue)); }
.boctach mark mark { outline: 1px solid oklch(60% .14 var(--hue)); }
.boctach .sign { color: inherit; text-decoration: none; margin-left: .25em; }
.boctach .sign::after { content: attr(data-sign); font-size: .65em; font-weight: bold; vertical-align: .2em; }
.boctach [data-kind="count"] { --hue: 255; }
.boctach [data-kind="money"] { --hue: 150; }
.boctach [data-kind="percentage"] { --hue: 200; }
.boctach [data-kind="measurement"] { --hue: 105; }
.boctach [data-kind="date"] { --hue: 60; }
.boctach [data-kind="policy_reference"] { --hue: 25; }
.boctach [data-kind="agreement"] { --hue: 350; }
.boctach [data-kind="partner_list"] { --hue: 300; }
.boctach [data-kind="person"] { --hue: 230; }
</style><div class="boctach" lang="vi">""")
_TAIL: Final = Markup("</div>")


def fragment(text: str, facts: Sequence[Fact]) -> str:
    """A text as HTML with its facts marked in place, nested where they nest, each with the sign of its kind.

    Args:
        text: The text that the facts' offsets are into.
        facts: Facts in the order of the text.
    """
    marked = [
        marking.Marked(fact.start, fact.end, number, fact.kind, values.shown(fact))
        for number, fact in enumerate(facts, start=1)
    ]
    return str(_HEAD + marking.mark(text, marked, 0, len(text)) + _TAIL)
