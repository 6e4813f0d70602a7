"""Measurements. `python -m benchmarks` lists them; results with machine and date stand in RESULTS.md."""
