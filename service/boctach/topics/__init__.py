"""Which topic an article is about, how sure that is, and why.

::

    classifier      a document and a model in, an answer with its reasons out
    choice          which of several labels hold
    answer          the answer as a model of the output
    store           the models that there are, by name
    model           a trained model: plain arrays and a vocabulary, scored with numpy alone
    table           weights by feature, found by the features' keys
    features        n-grams of the tokenizer's syllables, with their places
    syllables       the tokenizer's syllables as features have them
    keys            features by number
    language        whether a text is long and Vietnamese enough to tell
    labels          the labels' own tables: sections, their IPTC codes, the spellings of other collections
    figures         accuracy, calibration, coverage, confusion of predictions
    samples         labelled texts out of JSON lines and CSV
    duplicates      exact and near duplicates
    evaluation      a model over samples
    picture         a confusion matrix as SVG
    training        samples counted, weighed, fitted; it, calibration and saving import scikit-learn or skops
    calibration     probabilities from margins
    directions      what unlabelled texts say of features
    recipes         a model from samples: cross-validated, calibrated, fitted, written
    shipped         how the models that ship are made
"""

from boctach.topics.answer import Topic
from boctach.topics.classifier import classify

__all__ = ["Topic", "classify"]
