"""What the estate is like after a wave, and which removals the plan does anyway.

Reads a plan's tables beside the estate it is a plan of; gives the estate's tables as they are expected to
be when the wave is done, and `removal_wave`. Promises that only what a disposition surely takes away is
gone (`catalogue/attack/dispositions.yaml`).
"""

from grunnmur.plan.interim.interim import after_wave, removal_waves

__all__ = ["after_wave", "removal_waves"]
