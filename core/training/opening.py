"""Open the course that a start asks for: of pictures, or of text."""

from __future__ import annotations

from core.cards import ModelCard, TextCard
from core.errors import ModelError
from core.paths import model_folders
from core.runtime.library import Library
from core.training.checkpoints import read_kept
from core.training.course import Course
from core.training.messages import Start
from core.training.plan import start_from_json
from core.training.text_course import TextCourse


def open_course(start: Start) -> Course | TextCourse:
    """Return the run that `start` describes; raises what the courses raise."""
    base = start.base
    if start.resume and not base:
        base = start_from_json(read_kept(start.resume).rest["start"]).base
    return TextCourse(start) if base and _is_text(base, start) else Course(start)


def _is_text(name: str, start: Start) -> bool:
    folders = (*model_folders(), start.into) if start.into else model_folders()
    try:
        return isinstance(Library(folders, of=ModelCard).find(name).card, TextCard)
    except ModelError:  # the course says so
        return False
