"""``python -m earmark`` is ``earmark``."""

from earmark.cli import app

if __name__ == "__main__":
    app()
