"""The API: what a page can do, for programs."""
