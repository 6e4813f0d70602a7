"""Grunnmur: from a hospital group's raw exports to a checked plan. Start reading in pipeline.py."""
