"""Uploads: what a file would change, found out beside the estate before anything is.

A file that was sent lies in the workspace's `uploads/` until it is decided about. A trial runs the
sentence over a mirror of the estate directory that holds the file, in a process without network,
with a limit of time and memory. Confirmed, the file is moved into the estate directory and the
trial's run becomes the current one: what was previewed is what is shown.
"""
