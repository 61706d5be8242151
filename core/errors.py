"""Typed errors: what went wrong as values with fields; the sentences are whoever shows them."""

from __future__ import annotations

import errno
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Fault(StrEnum):
    """What is wrong with a file, a model, a data set or a device."""

    MISSING = "missing"
    UNREADABLE = "unreadable"
    TRUNCATED = "truncated"
    CHECKSUM = "checksum"
    MISMATCH = "mismatch"
    FOREIGN_PATH = "foreign-path"
    OFFLINE = "offline"
    REFUSED = "refused"
    DISK_FULL = "disk-full"
    READ_ONLY = "read-only"
    NOT_INSTALLED = "not-installed"


@dataclass
class CoreError(Exception):
    """The base of every error that this project raises on purpose.

    Attributes
    ----------
    subject : the name of the model, data set, recipe or package concerned.
    fault : what is wrong with it.
    detail : the remark of whoever noticed (a library's own message, a shape), untranslated.
    """

    subject: str
    fault: Fault
    detail: str = ""

    def __str__(self) -> str:
        return f"{self.subject}: {self.fault}" + (f" ({self.detail})" if self.detail else "")


@dataclass
class ModelError(CoreError):
    """A model cannot be used; `file` is the file at fault inside its folder, where there is one."""

    file: str = ""


@dataclass
class DataError(CoreError):
    """A data set cannot be had; `path` is the file at fault, where there is one."""

    path: Path | None = None


@dataclass
class InputError(CoreError):
    """What was handed in does not fit: an unknown name, a wrong shape, a value out of range."""


@dataclass
class StorageError(CoreError):
    """A folder or file of the user's cannot be written; `path` says which."""

    path: Path | None = None


@dataclass
class PackageError(CoreError):
    """A package that this work needs is not installed; `subject` is its name."""


def writing_fault(error: OSError) -> Fault:
    """Say why writing failed: DISK_FULL, also by a quota or a limit on a file, or READ_ONLY."""
    full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    return Fault.DISK_FULL if full else Fault.READ_ONLY
