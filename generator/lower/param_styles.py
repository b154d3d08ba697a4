"""Settles how each parameter is sent, and reports parameters that can't be sent.

A parameter as the document describes it comes in; one with the style that client and mock server
use goes out. OpenAPI 3.1 §4.8.12 and RFC 6570 define the styles.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from generator.diagnostics import Location, Problems
from generator.lower.fields import variants_of
from generator.model.methods import Param
from generator.model.types import Array, Map, Object, Scalar, ScalarKind, Type
from generator.model.walk import FindType
from generator.vocabulary import ParamPlace

_DEFAULTS = {
    ParamPlace.PATH: "simple",
    ParamPlace.HEADER: "simple",
    ParamPlace.QUERY: "form",
    ParamPlace.COOKIE: "form",
}
_STYLES = {
    ParamPlace.PATH: ("simple", "label", "matrix"),
    ParamPlace.HEADER: ("simple",),
    ParamPlace.QUERY: ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    ParamPlace.COOKIE: ("form",),
}
_DELIMITED = ("spaceDelimited", "pipeDelimited")
_NESTED = (Array, Map, Object)


@dataclass(frozen=True, slots=True)
class ParamSettler:
    """Settles the parameters of one document."""

    find: FindType
    locate: Callable[[str], Location]
    problems: Problems

    def settle(self, param: Param) -> Param | None:
        """Returns the parameter as it is sent, or None if it can't be sent and isn't required.

        A required parameter that can't be sent is an error.
        """
        param = self._settle_style(_settle_content(param, self.find))
        return param if self._check_value(param) else None

    def _settle_style(self, param: Param) -> Param:
        """Rule PM1: a style that its place doesn't have is the default of the place; the
        validator reports it. A parameter with `content` has no style.
        Rule PM2: an exploded list with delimiters repeats its name.
        Rule PM3: a list or an object in a cookie is sent with commas.
        """
        if param.content_type or param.style not in _STYLES[param.place]:
            default = _DEFAULTS[param.place]
            return replace(param, style=default, explode=default == "form")
        if param.style in _DELIMITED and param.explode:
            self._warn(
                param,
                "param-style",
                f"style `{param.style}` has no exploded form; the client repeats the name",
                "remove `explode: true`, or use `style: form`",
            )
            return replace(param, style="form")
        if param.place is ParamPlace.COOKIE and param.explode:
            if any(isinstance(one, _NESTED) for one in variants_of(param.type, self.find)):
                self._warn(
                    param,
                    "param-style",
                    "the parts of a cookie can't be exploded; the client joins them with commas",
                    "add `explode: false`, which is how the value is sent",
                )
            return replace(param, explode=False)
        return param

    def _check_value(self, param: Param) -> bool:
        """Can the parameter be sent?

        Rule PM4: a style has one level, and `deepObject` has no lists in lists. If no value of a
        parameter can be sent, a required one is an error, and an optional one is left out with a
        warning. If some values can't, there is a warning, and the client refuses those values.
        """
        if param.content_type:
            return True
        kinds = variants_of(param.type, self.find)
        reasons = [self._find_obstacle(kind, param.style) for kind in kinds]
        reason = next(filter(None, reasons), None)
        if reason is None:
            return True
        hint = "give it `content: {application/json: …}` in place of `schema`, with an overlay"
        if param.style == "form" and param.place is ParamPlace.QUERY and not reason.is_list:
            hint = "add `style: deepObject`, or give it `content`, with an overlay"
        where = f"style `{param.style}` can't send {reason.text}"
        if any(one is None or not one.is_total for one in reasons):
            self._warn(param, "param-partly-sent", f"{where}; the client refuses it", hint)
            return True
        if param.required:
            location = self.locate(param.origin.pointer)
            message = f'{param.place.value} parameter "{param.name}": {where}'
            self.problems.error("param-not-sent", message, location, hint)
        else:
            self._warn(param, "param-not-sent", f"{where}; it is left out", hint)
        return False

    def _find_obstacle(self, kind: Type, style: str) -> _Obstacle | None:
        match kind:
            case Array(items):
                return self._find_list_obstacle("", items, style)
            case Map(values):
                return self._find_member_obstacle("a member", values, style)
            case Object(properties):
                found_all = [
                    (one, self._find_member_obstacle(f'the member "{one.name}"', one.type, style))
                    for one in properties
                ]
                total = any(one.required and found and found.is_total for one, found in found_all)
                first = next((found for _, found in found_all if found), None)
                return first and replace(first, is_total=total)
        return None

    def _find_member_obstacle(self, name: str, of: Type, style: str) -> _Obstacle | None:
        """Returns why a member of an object can't be sent."""
        kinds = variants_of(of, self.find)
        if style == "deepObject":
            lists = [one for one in kinds if isinstance(one, Array)]
            found = [self._find_list_obstacle(name, one.items, style) for one in lists]
            reason = next(filter(None, found), None)
            return reason and replace(reason, is_total=len(lists) == len(kinds) and all(found))
        nested = [one for one in kinds if isinstance(one, _NESTED)]
        if not nested:
            return None
        what = "a list" if isinstance(nested[0], Array) else "an object"
        return _Obstacle(f"{what} in {name}", len(nested) == len(kinds), is_list=False)

    def _find_list_obstacle(self, name: str, items: Type, style: str) -> _Obstacle | None:
        """Returns why the items of a list can't be sent."""
        kinds = variants_of(items, self.find)
        refused = (Array,) if style == "deepObject" else _NESTED
        nested = [one for one in kinds if isinstance(one, refused)]
        if not nested:
            return None
        what = "a list of lists" if isinstance(nested[0], Array) else "a list of objects"
        where = f" in {name}" if name else ""
        return _Obstacle(f"{what}{where}", len(nested) == len(kinds), is_list=True)

    def _warn(self, param: Param, code: str, message: str, hint: str) -> None:
        location = self.locate(param.origin.pointer)
        text = f'{param.place.value} parameter "{param.name}": {message}'
        self.problems.warning(code, text, location, hint)


@dataclass(frozen=True, slots=True)
class _Obstacle:
    text: str
    is_total: bool  # no value can be sent
    is_list: bool


def _settle_content(param: Param, find: FindType) -> Param:
    """Rule PM5: a parameter with `content` is sent as JSON text if the media type is JSON. With
    another media type it is sent as a single value; an argument that isn't one is a text.
    """
    kind = param.content_type
    if not kind or kind == "application/json" or kind.endswith("+json"):
        return param
    is_single = not any(isinstance(one, _NESTED) for one in variants_of(param.type, find))
    of = param.type if is_single else Scalar(ScalarKind.STRING)
    return replace(param, type=of, content_type="")
