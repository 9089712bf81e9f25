"""What a server remembers: one schema for SQLite and Postgres, and a module of queries per noun.

Query functions take a connection first and return `earmark.types`. They never commit: whoever opened the
transaction with `Database.begin` decides what belongs together. Every function is scoped by account unless its
docstring says why not.
"""
