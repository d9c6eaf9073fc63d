"""Names of foreign partners in a text, on which partner lists and the names of agreements stand."""
