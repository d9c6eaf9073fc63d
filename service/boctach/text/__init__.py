"""Functions on plain text, below any idea of a fact: cleaning, structure, sentences, words, numerals."""
