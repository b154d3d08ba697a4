"""Writes the calls of a provider that its guides show.

`guide_methods` chooses the methods; encoded blocks and links go out. `guides` puts them into the
texts.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.examples.first_call import choose_first_call
from generator.examples.requests import RequestArgument
from generator.model.methods import ContentKind, Method
from generator.views.code.error_classes import error_name
from generator.views.code.python_call import is_saved
from generator.views.code.shown_calls import ShownCall
from generator.views.mkdocs.examples import ExampleTabs, Tab, make_tab
from generator.views.mkdocs.guide_methods import (
    GuideMethod,
    GuideMethods,
    MethodLink,
)
from generator.views.mkdocs.methods import paging_text
from generator.views.mkdocs.type_words import Markdown
from generator.views.sql.statement_text import statement_text
from generator.vocabulary import SqlVerb

_ITEMS = RequestArgument("max_items", None, 100, required=False)
_MOST_CLASSES = 3
_INDENT = "    "
_IMPORT_PATH = "from pathlib import Path\n\n"
_PATH = re.compile(r"Path\(('[^'\n]*'|\"[^\"\n]*\")\)")
_CONTENT = 'b"Some text."'


@dataclass(frozen=True, slots=True)
class GuideCall:
    """A call that a guide shows."""

    method: MethodLink
    tabs: tuple[Tab, ...]

    @property
    def python(self) -> Markdown:
        """The block of the call in Python."""
        return self._block("Python")

    @property
    def sql(self) -> Markdown:
        """The block of the statement; "" if there is none."""
        return self._block("SQL")

    def _block(self, title: str) -> Markdown:
        found = (tab.block for tab in self.tabs if tab.title == title)
        return next(found, Markdown(""))


class GuideCalls:
    """Writes the calls of one provider; None stands for what its API lacks."""

    def __init__(self, methods: GuideMethods) -> None:
        self._methods = methods
        self._provider = methods.provider
        self._tabs = ExampleTabs(methods.provider)
        self._python = self._tabs.python
        self._usual = methods.usual

    def first(self) -> GuideCall | None:
        """Returns the first call of the front page, or any call."""
        place = self._first_place()
        return self._show(place, self._usual.plain(place.method), with_sql=True) if place else None

    def _first_place(self) -> GuideMethod | None:
        found = choose_first_call(self._provider)
        return GuideMethod(*found) if found else self._methods.first(lambda _: True)

    def stream(self) -> GuideCall | None:
        """Returns a call whose answer is a stream."""
        place = self._methods.first(lambda one: self._usual.stream(one) is not None)
        shown = self._usual.stream(place.method) if place else None
        return self._show(place, shown) if place and shown else None

    def sent_stream(self) -> GuideCall | None:
        """Returns a call whose body is a stream."""
        return self._plain(_sends_stream)

    def paged(self) -> GuideCall | None:
        """Returns a call of a list that has pages."""
        is_list = self._python.is_list
        place = self._methods.first(lambda one: one.pagination is not None and is_list(one))
        if place is None:
            return None
        method = place.method
        shown = self._usual.plain(method)
        lines = (
            f"for row in {self._python.call(method, shown.request.with_arguments(_ITEMS))}:",
            f"{_INDENT}print(row)",
            "",
            f"for page in {self._python.call(method, shown.request)}.pages():",
            f"{_INDENT}print(page)",
        )
        program = self._python.script(method, shown.request, lines)
        is_select = method.verb is SqlVerb.SELECT
        found = self._show(place, shown, program, with_sql=is_select)
        return GuideCall(place.link(paging_text(method)), found.tabs)

    def upload(self) -> GuideCall | None:
        """Returns a call that sends a file."""
        return self._plain(self._methods.takes_file)

    def upload_of_bytes(self) -> GuideCall | None:
        """Returns the same call with bytes in place of a file, and a name in a form."""
        place = self._methods.first(self._methods.takes_file)
        if place is None or place.method.body is None:
            return None
        shown = self._usual.plain(place.method)
        text = self._python.program(shown.method, shown.request).removeprefix(_IMPORT_PATH)
        is_form = bool(place.method.body.properties)
        text = _PATH.sub(rf"(\1, {_CONTENT})" if is_form else _CONTENT, text)
        words = Markdown("; or a tuple of name and content") if is_form else Markdown("")
        return GuideCall(place.link(words), (make_tab("Python", text, "python"),))

    def download(self) -> GuideCall | None:
        """Returns a call whose answer is a file; rather one of the service that takes files."""
        upload = self._methods.first(self._methods.takes_file)
        places = self._methods.ranked(is_saved)
        near = (one for one in places if upload and one.service is upload.service)
        place = next(near, places[0] if places else None)
        return self._show(place, self._usual.plain(place.method)) if place else None

    def wait(self) -> GuideCall | None:
        """Returns a call that waits for a job; rather one that can't answer with a stream, and that
        needs no file.
        """
        places = self._methods.ranked(lambda one: one.wait is not None)
        takes_file = self._methods.takes_file
        place = min(
            places,
            key=lambda one: (one.method.stream_by is not None, takes_file(one.method)),
            default=None,
        )
        return self._show(place, self._usual.wait(place.method)) if place else None

    def failing(self) -> GuideCall | None:
        """Returns a call with the errors that its method declares, which are the most of any."""
        declared = [_classes(place.method) for place in self._methods.in_navigation(_is_any)]
        most = max(map(len, declared), default=0)
        place = self._methods.first(lambda one: len(_classes(one)) == most)
        if place is None:
            return None
        shown = self._usual.plain(place.method)
        classes = _classes(place.method) or ("APIStatusError",)
        lines = ("try:", *self._indented(shown), *_handlers(classes))
        names = ("APIError", *classes)
        program = self._python.script(place.method, shown.request, lines, more_names=names)
        return GuideCall(place.link(), (make_tab("Python", program, "python"),))

    def first_variables(self) -> tuple[str, ...]:
        """Returns the variables that hold the keys of the first call."""
        place = self._first_place()
        names = place.method.auth if place else ()
        schemes = (one for one in self._provider.auth if one.name in names)
        return tuple(name for scheme in schemes for name in scheme.variables)

    def mock_test(self, keys: Iterable[str]) -> Markdown:
        """Returns a test of pytest that makes the first call; `keys` are arguments for keys."""
        place = self._first_place()
        if place is None:
            return Markdown("")
        client = self._provider.client
        name = place.method.python[-1]
        values = "".join(f', {key}="any"' for key in keys)
        lines = (
            f"from {client.package} import {client.class_name}",
            "from generator.mock.pytest_plugin import StartMock",
            "",
            "",
            f"def test_{name}(mock_server: StartMock) -> None:",
            f'{_INDENT}server = mock_server("specs/{self._provider.name}/provider.yaml")',
            f"{_INDENT}client = {client.class_name}(base_url=server.url{values})",
            *self._indented(self._usual.plain(place.method)),
            f"{_INDENT}assert server.requests[0].status < 300",
        )
        imports = _IMPORT_PATH if self._methods.takes_file(place.method) else ""
        return make_tab("Python", imports + "\n".join(lines), "python").block

    # --------------------------------------------------------------------------- parts

    def _plain(self, fits: Callable[[Method], bool]) -> GuideCall | None:
        """Returns the usual request of the first method that fits."""
        place = self._methods.first(fits)
        return self._show(place, self._usual.plain(place.method)) if place else None

    def _show(
        self,
        place: GuideMethod,
        shown: ShownCall,
        program: str = "",
        *,
        with_sql: bool = False,
    ) -> GuideCall:
        tabs: tuple[Tab, ...] = ()
        if with_sql:
            statement = self._tabs.statements.usual(place.resource, place.method)
            tabs = (self._tabs.sql_tab(place.method, statement_text(statement)),)
        code = self._tabs.code_tabs(place.service, shown.method, shown.request, program)
        return GuideCall(place.link(), (*tabs, *code))

    def _indented(self, shown: ShownCall) -> Iterator[str]:
        """Yields the lines of a call one level deeper."""
        for line in self._python.lines(shown.method, shown.request):
            yield f"{_INDENT}{line}".rstrip()


def _is_any(_: Method) -> bool:
    return True


def _sends_stream(method: Method) -> bool:
    content = method.body.content if method.body else ()
    return bool(content) and content[0].kind is ContentKind.STREAM


def _classes(method: Method) -> tuple[str, ...]:
    """Returns the errors that a method declares, the general one last."""
    names = dict.fromkeys(error_name(one.status) for one in method.failures)
    return tuple(sorted(names, key=lambda name: name == "APIStatusError"))[:_MOST_CLASSES]


def _handlers(classes: Sequence[str]) -> Iterator[str]:
    caught = classes[0] if len(classes) == 1 else f"({', '.join(classes)})"
    yield f"except {caught} as error:"
    yield f"{_INDENT}print(error.status_code, error.request_id, error.model or error.body)"
    yield "except APIError as error:"
    yield f"{_INDENT}print(error)"
