"""The web site: a shell above the library. Reads a workspace's current run from PostgreSQL, per trust.

`store` loads a run and decides who sees which row; `queries` read, `actions` write, `pages` and `api`
answer. A new page is one function in `pages`, one template, and one line in `urls`.
"""
