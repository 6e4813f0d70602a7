"""One function a page: authorise, read or do, answer."""
