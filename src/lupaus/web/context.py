"""What every handler needs, made once when the application is made."""

import time
from dataclasses import dataclass, field

from lupaus.engine.base import Engine
from lupaus.settings import Settings
from lupaus.web.cache import AnswerCache, Flights
from lupaus.web.metrics import Metrics
from lupaus.web.pages.render import Pages
from lupaus.web.problems import Problems
from lupaus.web.site import Site

__all__ = ["Context"]


@dataclass(frozen=True)
class Context:
    """The parts of one application."""

    engine: Engine
    site: Site
    settings: Settings
    pages: Pages
    problems: Problems
    cache: AnswerCache
    flights: Flights = field(default_factory=Flights)
    metrics: Metrics = field(default_factory=Metrics)
    started: float = field(default_factory=time.monotonic)
