"""A corpus: articles of any source as tables, each once, and questions to them."""
