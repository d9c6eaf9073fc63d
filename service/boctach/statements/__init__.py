"""Who a number is about, what it measures and when: what makes facts of different articles comparable.

::

    attach      facts with their statements
    words       words of the table by what they do, matched at a place of the text
    chunks      a sentence in pieces between its commas and conjunctions, words in brackets left out
    attaching   all numbers of a document, sentence by sentence
    sentence    what one sentence says of its numbers, and what it leaves to the one before
    clauses     the clause that a number stands in: subject, verb, what is measured
    names       names that a short form may stand for
    subjects    who a subject is: a place with its code, a body, or as written
    verbs       which word of a clause is its verb
    times       the date that a clause is about

Everything here abstains where the text leaves a doubt: a wrong subject is worse than none.
"""

from boctach.statements.attaching import attach

__all__ = ["attach"]
