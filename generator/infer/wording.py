"""Parses the English of API authors: verbs, plurals, and the parts of an operationId.

Text in, words out, for the rules of `infer`. This module knows nothing of a document's structure.
"""

from __future__ import annotations

from dataclasses import dataclass

from generator import names

_READS = {"describe", "fetch", "find", "get", "list", "read", "retrieve", "show"}
_CREATES = {
    *("add", "assign", "create", "generate", "insert", "invite", "make", "new", "post"),
    *("register", "send", "upload"),
}
UPDATES = frozenset({"change", "edit", "modify", "patch", "set", "update"})
"""Verbs that change a row."""

_REPLACES = {"put", "replace", "upsert"}
_DELETES = {"delete", "destroy", "remove", "unassign"}
ACTIONS = frozenset(
    {
        *("accept", "acknowledge", "ack", "activate", "approve", "archive", "authorize"),
        *("cancel", "clone", "compact", "complete", "copy", "count", "deactivate"),
        *("disable", "download", "enable", "execute", "export", "finish", "hangup"),
        *("heartbeat", "import", "merge", "pause", "poll", "publish", "query"),
        *("record", "redact", "refer", "refresh", "reject", "reset", "resolve"),
        *("restart", "restore", "resume", "retry", "revoke", "rotate", "run"),
        *("search", "start", "stop", "stream", "submit", "sync", "test"),
        *("trigger", "unarchive", "validate", "verify"),
    }
)
"""Verbs for actions, which don't read, create, change or remove a row."""

_PLAIN_VERBS = frozenset({*_READS, *_CREATES, *UPDATES, *_REPLACES, *_DELETES})
_HTTP_VERBS = frozenset({"get", "put", "post", "patch", "delete"})
_SMALL_WORDS = frozenset({"in", "of", "for", "and", "to", "from", "by", "with", "on", "the", "a"})
_UNCOUNTED = frozenset(
    {
        *("content", "data", "feedback", "history", "info", "information", "media", "metadata"),
        *("retention", "status", "usage"),
    }
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """The parts of an operationId: "listPaginatedFineTuningJobs" → list, (paginated, …, jobs)."""

    verb: str  # "" if no verb is known
    noun: tuple[str, ...]


def phrase(operation_id: str, path: str) -> Phrase:
    """Returns the verb and the noun of an operationId, in whichever order they are.

    Some frameworks make ids from the path and the HTTP verb; that suffix is removed first. A word
    of the path's query (`?beta=true`) may come before the verb.
    """
    before, _, query = path.partition("?")
    text = names.snake_case(operation_id)
    for verb in sorted(_HTTP_VERBS):
        text = text.removesuffix(f"_{names.snake_case(before)}_{verb}")
    words = text.split("_")
    front = words[:1] if len(words) > 2 and f"{words[0]}=" in query else []
    rest = words[len(front) :]
    for verbs in (_PLAIN_VERBS, ACTIONS):
        if len(rest) > 1 and rest[0] in verbs:
            return Phrase(rest[0], (*front, *rest[1:]))
        if len(rest) > 1 and rest[-1] in verbs:
            return Phrase(rest[-1], (*front, *rest[:-1]))
    return Phrase("", tuple(words))


def known_noun(noun: tuple[str, ...], known: frozenset[str]) -> tuple[str, ...]:
    """Returns `noun` without its leading adjectives; nothing if it has an unknown word.

    `known` has the words of the path and the tags, in the singular.
    """
    rest = list(noun)
    while rest and singular(rest[0]) not in known:
        rest.pop(0)
    if all(singular(word) in known or word in _SMALL_WORDS for word in rest):
        return tuple(rest)
    return ()


def singulars(text: str) -> frozenset[str]:
    """Returns the words of a text, each in the singular."""
    return frozenset(singular(word) for word in names.snake_case(text).split("_") if word)


def singular(word: str) -> str:
    """Returns the singular of `word`.

    >>> [singular(word) for word in ("jobs", "batches", "speeches", "queries", "status", "voices")]
    ['job', 'batch', 'speech', 'query', 'status', 'voice']
    """
    if len(word) < 4 or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "xes", "sses", "zzes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") else word


def plural(word: str) -> str:
    """Returns the plural of `word`; a plural stays as it is.

    >>> [plural(word) for word in ("job", "batch", "query", "key", "jobs", "data")]
    ['jobs', 'batches', 'queries', 'keys', 'jobs', 'data']
    """
    if word in _UNCOUNTED or is_plural(word):
        return word
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "z", "ch", "sh")) else f"{word}s"


def is_plural(word: str) -> bool:
    """Is `word` a plural?"""
    return singular(word) != word


def is_action(words: str) -> bool:
    """Does a path segment or method name start with a verb for an action: `submit_tool_outputs`?"""
    return words.split("_")[0] in ACTIONS
