"""``python -m boctach`` is the command line."""

from boctach.cli import main

if __name__ == "__main__":
    main()
