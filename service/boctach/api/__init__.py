"""The HTTP service: a face of `boctach.analysis`, with no rules of its own."""
