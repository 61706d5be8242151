"""Open the course that a start asks for: of pictures, of text, or of sentence pairs."""

from __future__ import annotations

from pathlib import Path

from core.cards import ModelCard, TextCard, TranslatorCard
from core.errors import ModelError
from core.training.course import Course
from core.training.logbook import continued
from core.training.messages import Start
from core.training.plan import library_of
from core.training.text_course import TextCourse
from core.training.translator_course import TranslatorCourse

AnyCourse = Course | TextCourse | TranslatorCourse


def open_course(start: Start) -> AnyCourse:
    """Return the run that `start` describes; raises what the courses raise."""
    base = start.base or continued(start)[0].base
    card = _card(base, start.into) if base else None
    if isinstance(card, TextCard):
        return TextCourse(start)
    return TranslatorCourse(start) if isinstance(card, TranslatorCard) else Course(start)


def _card(name: str, into: Path | None) -> ModelCard | None:
    try:
        return library_of(into, ModelCard).find(name).card
    except ModelError:  # the course says so
        return None
