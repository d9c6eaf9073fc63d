"""Capital letters of Vietnamese and the other Latin scripts, for the character classes of patterns."""

UPPER = "".join(chr(code) for code in (*range(0x41, 0x250), *range(0x1E00, 0x1F00)) if chr(code).isupper())
