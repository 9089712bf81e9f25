"""Other people's systems on the same suites: each runs in an environment of its own and leaves its scores in files.

Modules here that import a peer (`routing`, `fewshot`) run in that environment and know nothing of earmark; `exchange`
is read on both sides; the rest runs in the project's own.
"""
