"""Baselines written from public descriptions, for the comparison only."""
