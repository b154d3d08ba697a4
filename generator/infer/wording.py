"""English as API authors use it: verbs, plurals, and the parts of an operationId.

Leaves for the rules of `infer`: text in, words out; nothing here knows of a spec's structure.
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
"""Verbs that neither read, create, change nor remove a row."""

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
    """An operationId taken apart: "listPaginatedFineTuningJobs" → list, (paginated, …, jobs)."""

    verb: str  # "" where none is known
    noun: tuple[str, ...]


def phrase(operation_id: str, path: str) -> Phrase:
    """The verb and the noun of an operationId, which stand in either order.

    Frameworks that make ids from paths append the path and the HTTP verb; these are cut first. A
    word that the path's query has (`?beta=true`) may stand in front.
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
    """`noun` without the adjectives before it, or nothing where it speaks of something unknown.

    `known` holds the singulars of the words that the path and the tags use.
    """
    rest = list(noun)
    while rest and singular(rest[0]) not in known:
        rest.pop(0)
    if all(singular(word) in known or word in _SMALL_WORDS for word in rest):
        return tuple(rest)
    return ()


def singulars(text: str) -> frozenset[str]:
    """The words of any text, each in the singular."""
    return frozenset(singular(word) for word in names.snake_case(text).split("_") if word)


def singular(word: str) -> str:
    """One of what `word` names.

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
    """Several of what `word` names; a plural stays as it is.

    >>> [plural(word) for word in ("job", "batch", "query", "key", "jobs", "data")]
    ['jobs', 'batches', 'queries', 'keys', 'jobs', 'data']
    """
    if word in _UNCOUNTED or is_plural(word):
        return word
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return f"{word}es" if word.endswith(("s", "x", "z", "ch", "sh")) else f"{word}s"


def is_plural(word: str) -> bool:
    """Does `word` name several of something?"""
    return singular(word) != word


def is_action(words: str) -> bool:
    """Does a path segment or method name start with a verb that acts: `submit_tool_outputs`?"""
    return words.split("_")[0] in ACTIONS
