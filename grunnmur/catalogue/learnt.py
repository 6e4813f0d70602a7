"""Names learnt from the products CPE knows: a maker and a name → vendor:product.

A name is taken when its words are one product's of one vendor. Where several vendors have a product of
that name and the name does not say whose it is, nothing is taken: a person decides.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from grunnmur.catalogue import files

FILE = Path(__file__).parent / "vendors.yaml"

_WORD = re.compile(r"[a-z0-9]+")
_NO_WORD = re.compile(r"[^a-z0-9]+")
_SIDE_BY_SIDE = re.compile(r"[/,;]|\band\b", re.I)
_BRACKETS = re.compile(r"\([^)]*\)|\[[^]]*\]|[®™©]")
# "OpenSSH 8.0p1", "Foo v3": a version after the name. A number alone may be part of it: "ABL800", "MX 450".
_VERSION = re.compile(
    r"\s+(?:v(?:er(?:sion)?)?\.?\s*)?\d+(?:\.\d+)+\S*.*$|\s+v(?:er(?:sion)?)?\.?\s*\d.*$", re.I
)
_LONGEST_MAKER = 4  # words: "Hewlett Packard Enterprise Company"

Words = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Learnt:
    """What names mean. `decided` are people's: a name in lower case → vendor:product, perhaps a version."""

    decided: Mapping[str, tuple[str, str | None]]
    products: Mapping[
        str, tuple[str, ...]
    ]  # the product's words joined → vendor:product of each vendor
    equipment: Mapping[str, tuple[str, ...]]  # vendor → its hardware
    vendors: Mapping[str, tuple[str, ...]]
    generic: frozenset[str]
    hollow: frozenset[str]
    trade: frozenset[str]
    kinds: frozenset[str]
    packages: Mapping[str, str]  # system:name, for Maven group:name → vendor:product

    def package(self, package_id: str) -> str | None:
        """The product that a package is: as a publisher says, else the one of its own project.

        Projects are vendors of their own in CPE: lodash:lodash, tar_project:tar; of Maven, a part of the
        group. Another vendor's product of that name counts when it is the only one.
        """
        if decided := self.decided.get(_spaced(package_id)):
            return decided[0]
        if said := self.packages.get(package_id.lower()):
            return said
        system, _, name = package_id.partition(":")
        own = {_joined(name), _joined(f"{name}_project"), *map(_joined, system.split("."))}
        named = self.products.get(_joined(name), ())
        ours = [product for product in named if _joined(product.partition(":")[0]) in own]
        return ours[0] if len(ours) == 1 else named[0] if len(named) == 1 else None

    def product(self, name: str) -> str | None:
        """The product a name says, with or without its maker; None when none or several fit."""
        if decided := self.decided.get(_spaced(name)):
            return decided[0]
        found = self.candidates(name)
        return found[0] if len(found) == 1 else None

    def version(self, name: str) -> str | None:
        """The version that a person gave with what the name means."""
        decided = self.decided.get(_spaced(name))
        return decided[1] if decided else None

    def candidates(self, name: str) -> tuple[str, ...]:
        """The products a name may mean. A maker it begins with rules out the other makers'."""
        words = _words(_VERSION.sub("", _BRACKETS.sub(" ", name)))
        for length in range(min(_LONGEST_MAKER, len(words) - 1), 0, -1):
            makers = self._makers(words[:length])
            if found := self._of(makers, words[length:]) or self._of(makers, words):
                return found
        return self.products.get("".join(words), ())

    def hardware(self, maker: str, model: str) -> tuple[str, ...]:
        """What CPE calls this model: one product, or one under several names of the same vendor."""
        if decided := self.decided.get(_spaced(f"{maker} {model}")):
            return (decided[0],)
        said = _telling(_words(_BRACKETS.sub(" ", model)), self.generic)
        for vendor in self._makers(_words(maker)):
            own = self.equipment.get(vendor, ())
            if found := _by_telling_words(own, self.generic).get(said):
                return found
        return ()

    def known_as(self, maker: str) -> frozenset[str]:
        """The vendors a maker's name stands for; two names of one maker share one.

        Names that stand side by side ("Getinge/Maquet") are each one, and so is a name without its trade
        ("ZOLL Medical").
        """
        written = _BRACKETS.sub(" ", maker)
        found: set[str] = set()
        for part in {written, *_SIDE_BY_SIDE.split(written)}:
            words = _words(part)
            found.update(map(_joined, self._makers(words)))
            while len(words) > 1 and words[-1] in self.trade | self.hollow:
                words = words[:-1]
                found.update(map(_joined, self._makers(words)))
        return frozenset(found)

    def without_maker(self, makers: frozenset[str], words: Words) -> Words:
        """A model's words without one of its makers in front."""
        for length in range(min(_LONGEST_MAKER, len(words) - 1), 0, -1):
            if makers & self.known_as(" ".join(words[:length])):
                return words[length:]
        return words

    def kind_words(self, words: Words) -> Words:
        """A model's words without those that say what kind of thing it is; all where little would be left."""
        kept = tuple(word for word in words if word not in self.generic and word not in self.kinds)
        return kept if len("".join(kept)) > 1 else words

    @staticmethod
    def words(text: str) -> Words:
        """The words of a text, in order, with what stands in brackets."""
        return _words(text)

    @staticmethod
    def words_in_order(name: str) -> Words:
        """The words of a name, without what stands in brackets."""
        return _words(_BRACKETS.sub(" ", name))

    def _makers(self, words: Words) -> tuple[str, ...]:
        kept = tuple(word for word in words if word not in self.hollow)
        listed = self.vendors.get(" ".join(kept))
        return listed or (("".join(kept),) if kept else ())

    def _of(self, makers: Iterable[str], words: Words) -> tuple[str, ...]:
        named = self.products.get("".join(words), ())
        for maker in makers:
            if found := tuple(p for p in named if _joined(p.partition(":")[0]) == _joined(maker)):
                return found
        return ()


def learn(
    products: Iterable[tuple[str, str | None]],
    decided: Mapping[str, tuple[str, str | None]] | None = None,
    packages: Iterable[tuple[str, str]] = (),
    file: Path = FILE,
) -> Learnt:
    """What can be learnt of products with their CPE parts, `("openbsd:openssh", "a")`, and of packages.

    A package is a package URL and the product it is: `("pkg:npm/lodash", "lodash:lodash")`.
    """
    text = _tables(file)
    generic = frozenset(text["generic"])
    by_name: dict[str, list[str]] = {}
    equipment: dict[str, list[str]] = {}
    for product_id, part in sorted(products, key=str):
        vendor, _, product = product_id.partition(":")
        if part == "h":
            equipment.setdefault(vendor, []).append(product_id)
        else:
            by_name.setdefault(_joined(product), []).append(product_id)
    return Learnt(
        decided={_spaced(name): product for name, product in (decided or {}).items()},
        products={name: tuple(dict.fromkeys(found)) for name, found in by_name.items()},
        equipment={vendor: tuple(own) for vendor, own in equipment.items()},
        vendors={name: tuple(found) for name, found in text["vendors"].items()},
        generic=generic,
        hollow=frozenset(text["hollow"]),
        trade=frozenset(text["trade"]),
        kinds=frozenset(text["kinds"]),
        packages=_packages(packages),
    )


def _packages(named: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Packages of one product alone, as bills of materials name them."""
    found: dict[str, set[str]] = {}
    for url, product in named:
        system, _, path = url.partition("?")[0].removeprefix("pkg:").lower().partition("/")
        group, _, name = path.rpartition("/")
        package = f"{group}:{name}" if system == "maven" else f"{system}:{path}"
        found.setdefault(package, set()).add(product)
    return {package: products.pop() for package, products in found.items() if len(products) == 1}


@cache
def _tables(file: Path) -> Mapping[str, Any]:
    return files.read(file)


def _telling(words: Words, generic: frozenset[str]) -> Words:
    """A model's words but those that every such device may carry; all where no number tells it apart."""
    if not any(character.isdigit() for word in words for character in word):
        return words
    return tuple(word for word in words if word not in generic)


@lru_cache(maxsize=4096)
def _by_telling_words(
    hardware: tuple[str, ...], generic: frozenset[str]
) -> Mapping[Words, tuple[str, ...]]:
    """A vendor's hardware by the words that tell it apart; only vendors that are asked for are read so."""
    found: dict[Words, list[str]] = {}
    for product_id in hardware:
        _, _, product = product_id.partition(":")
        words = _telling(_words(product.replace("_", " ")), generic)
        found.setdefault(words, []).append(product_id)
    return {words: tuple(products) for words, products in found.items()}


def _words(name: str) -> Words:
    return tuple(_WORD.findall(_folded(name)))


def _spaced(name: str) -> str:
    return " ".join(_words(name))


def _joined(name: str) -> str:
    return _NO_WORD.sub("", _folded(name))


def _folded(name: str) -> str:
    """Lower case without accents: "Dräger" is "drager"."""
    if name.isascii():
        return name.casefold()
    split = unicodedata.normalize("NFKD", name.casefold().replace("ø", "o"))
    return "".join(character for character in split if not unicodedata.combining(character))
