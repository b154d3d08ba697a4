"""The styles of parameters and form members, as texts that the client's runtime parses."""

from __future__ import annotations

from generator.model.methods import Param, PartEncoding
from generator.vocabulary import ParamPlace

_DEFAULTS = {
    ParamPlace.PATH: "simple",
    ParamPlace.QUERY: "form*",
    ParamPlace.HEADER: "simple",
    ParamPlace.COOKIE: "form",
}


def param_style(param: Param) -> str:
    """Rule C4: the default style of a place needs no text; a param with `content` is JSON text."""
    if param.content_type:
        return "json"
    text = _style_text(param.style, param.explode, param.allow_reserved)
    return "" if text == _DEFAULTS[param.place] else text


def encoding_style(encoding: PartEncoding) -> str:
    """Returns the style of a form's member; "" if it is sent by default."""
    if not encoding.style:
        return ""
    return _style_text(encoding.style, encoding.explode, encoding.allow_reserved)


def _style_text(style: str, explode: bool, allow_reserved: bool) -> str:
    star = "*" if explode and style != "deepObject" else ""
    return f"{style}{star}{'+' if allow_reserved else ''}"
