# Written by scripts/generate_client.py from aio/__init__.py: change that file.

"""The client that blocks until there is an answer."""
