"""Open the course that a start asks for: of pictures, of text, or of sentence pairs."""

from __future__ import annotations

from core.cards import ModelCard, TextCard, TranslatorCard
from core.errors import ModelError
from core.paths import model_folders
from core.runtime.library import Library
from core.training.checkpoints import read_kept
from core.training.course import Course
from core.training.messages import Start
from core.training.plan import start_from_json
from core.training.text_course import TextCourse
from core.training.translator_course import TranslatorCourse

AnyCourse = Course | TextCourse | TranslatorCourse


def open_course(start: Start) -> AnyCourse:
    """Return the run that `start` describes; raises what the courses raise."""
    base = start.base
    if start.resume and not base:
        base = start_from_json(read_kept(start.resume).rest["start"]).base
    card = _card(base, start) if base else None
    if isinstance(card, TextCard):
        return TextCourse(start)
    return TranslatorCourse(start) if isinstance(card, TranslatorCard) else Course(start)


def _card(name: str, start: Start) -> ModelCard | None:
    folders = (*model_folders(), start.into) if start.into else model_folders()
    try:
        return Library(folders, of=ModelCard).find(name).card
    except ModelError:  # the course says so
        return None
