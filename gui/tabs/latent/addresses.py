"""Names and addresses of models in a state: what to call them when another version is current."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from gui.tabs.latent.state import State


def address_of(name: str, version: int) -> str:
    """Return the address of one version, current or not."""
    return f"{name}@{version}"


def moved(name: str, before: int | None, after: int | None) -> dict[str, str]:
    """Return what states call the versions of `name` once `after` is current instead of `before`.

    None where there was or is no version of it.
    """
    if before == after:
        return {}
    table = {name: address_of(name, before)} if before is not None else {}
    return table | ({address_of(name, after): name} if after is not None else {})


def called(names: tuple[str, ...], table: Mapping[str, str]) -> tuple[str, ...]:
    """Return `names` as `table` calls them; what it calls "" is left out."""
    changed = dict.fromkeys(table.get(name, name) for name in names)
    return tuple(name for name in changed if name)


def readdressed(state: State, table: Mapping[str, str], instead: str = "") -> State:
    """Return `state` with its models called as `table` says; `instead` where none is left."""
    names = called(state.names, table) or ((instead,) if instead else ())
    return state if names == state.names else replace(state, names=names)
