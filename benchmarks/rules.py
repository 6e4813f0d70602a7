"""Every rule's precision and recall on seeds nobody tuned on."""

from __future__ import annotations

import argparse

from benchmarks import machine, regions
from grunnmur import score


def main() -> None:
    """Prints a row a seed and rule."""
    parser = argparse.ArgumentParser()
    parser.add_argument("seeds", nargs="*", type=int, default=[101, 102])
    parser.add_argument("--size", type=float, default=0.1)
    wanted = parser.parse_args()
    print(machine.line())
    print(
        "seed | rule | precision | recall | claimed | wrong | knowable | missed | undecided | true | right"
    )
    for seed in wanted.seeds:
        with regions.run(seed, wanted.size) as region:
            for rule, found in sorted(score.score(region.estate, region.truth)["rules"].items()):
                figures = " | ".join(_share(found[name]) for name in ("precision", "recall"))
                counts = (
                    found[n]
                    for n in (
                        "reported",
                        "wrong",
                        "knowable",
                        "missed",
                        "undecided",
                        "true",
                        "right",
                    )
                )
                print(f"{seed} | {rule} | {figures} | " + " | ".join(map(str, counts)), flush=True)


def _share(value: object) -> str:
    return "–" if value is None else f"{value:.4f}"


if __name__ == "__main__":
    main()
