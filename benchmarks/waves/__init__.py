"""The open reference set for migration waves: instances, best known plans, baselines."""
