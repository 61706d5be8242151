"""Makes the texts that were trained on from the files that are fetched, to the character."""

from __future__ import annotations

import re

_ENGLISH = re.compile(r"^THE GOLDEN BIRD$.*?(?=^\*{5}$)", re.MULTILINE | re.DOTALL)
_BLANK = re.compile(r"\n\s*\n")
_SPACES = re.compile(r"[ \t]+")
_AROUND = re.compile(r" ?\n ?")
_SPEECH = re.compile(r"(?<=[:,])\n»")


def english_tales(files: list[str]) -> str:
    """Return the tales of Project Gutenberg's 2591: a paragraph a line, blank lines between.

    What stands before the first tale and after the last one is left out.
    """
    text = "".join(files)
    found = _ENGLISH.search(text)
    body = found.group() if found else text
    paragraphs = (" ".join(part.split()) for part in _BLANK.split(body))
    return "\n\n".join(part for part in paragraphs if part) + "\n"


def german_tales(files: list[str]) -> str:
    """Return the tales of 1857 with single spaces; speech goes on in the line that announces it."""
    text = _AROUND.sub("\n", _SPACES.sub(" ", "".join(files)))
    return _SPEECH.sub(" »", text).strip("\n") + "\n"
