"""Chooses the response that a page shows for a method."""

from __future__ import annotations

import json
from dataclasses import dataclass

from generator.examples.validators import Use, Validators
from generator.examples.values import ExampleValues
from generator.json_types import Json
from generator.model.methods import ContentKind, Method
from generator.model.provider import Provider

_LONGEST = 6_000  # characters of a sample; longer ones are made from the type instead


@dataclass(frozen=True, slots=True)
class SampleResponse:
    """A response as text, or as JSON if `value` is set."""

    text: str
    value: Json = None
    is_made: bool = False  # from the type, and not by the vendor


class SampleResponses:
    """Chooses the responses of one provider's methods."""

    def __init__(self, provider: Provider) -> None:
        self._values = ExampleValues(Validators(provider), Use.ANSWER)

    def choose(self, method: Method) -> SampleResponse | None:
        """Rule RS1: a method shows the vendor's first sample that is JSON, else its first sample;
        without one, the document's example, or a value of the response's type.
        """
        texts = [text for _, text in method.sample_responses if text.strip()]
        short = [text for text in texts if len(text) <= _LONGEST]
        for text in short:
            value = _parse(text)
            if isinstance(value, dict | list):
                return SampleResponse(text, value)
        main = method.answer.rows
        if short and (main is None or main.kind is ContentKind.JSON):
            return SampleResponse(short[0])
        if main is None or main.kind is not ContentKind.JSON:
            return None
        if main.examples:
            return SampleResponse("", main.examples[0])
        return SampleResponse("", self._values.make(main.type), is_made=True)


def _parse(text: str) -> Json:
    try:
        value: Json = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value
