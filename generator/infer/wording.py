"""Parses the English of API authors: verbs, plurals, and the parts of an operationId.

Text in, words out, for the rules of `infer`. This module knows nothing of a document's structure.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from generator import names
from generator.vocabulary import SqlVerb

_ABBREVIATIONS = re.compile(r"\b[A-Z]{2,}s\b")  # IPs
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
        *("accept", "acknowledge", "ack", "activate", "apply", "approve", "archive", "attach"),
        *("authorize", "ban", "block", "calculate", "cancel", "clone", "close", "compact"),
        *("complete", "confirm", "copy", "count", "deactivate", "decline", "deny", "detach"),
        *("disable", "dismiss", "download", "duplicate", "enable", "evaluate", "execute", "expire"),
        *("export", "estimate", "play", "reactivate", "recalculate", "regenerate"),
        *("reindex", "reprocess", "seek", "shuffle", "simulate", "transcribe"),
        *("finalize", "finish", "follow", "hangup", "heartbeat", "import", "introspect"),
        *("invalidate", "join", "leave", "lock", "merge", "move", "mute", "open", "pause", "poll"),
        *("publish", "query", "reboot", "record", "redact", "refer", "refresh", "reject"),
        *("reopen", "resend", "reset", "resolve", "restart", "restore", "resume", "retry"),
        *("revoke", "rollback", "rotate", "run", "search", "shutdown", "snooze", "start", "stop"),
        *("stream", "submit", "subscribe", "suspend", "sync", "terminate", "test", "trigger"),
        *("unarchive", "unban", "unblock", "unfollow", "unlock", "unmute", "unpublish"),
        *("unsubscribe", "unsuspend", "validate", "verify", "void"),
    }
)
"""Verbs for actions, which don't read, create, change or remove a row."""

_SQL_VERBS = (
    ({*_READS, "search", "query", "find", "info", "history", "details"}, SqlVerb.SELECT),
    (_CREATES - {"send", "generate"}, SqlVerb.INSERT),
    (UPDATES, SqlVerb.UPDATE),
    (_REPLACES, SqlVerb.REPLACE),
    (_DELETES, SqlVerb.DELETE),
    (ACTIONS | {"send", "generate"}, SqlVerb.EXEC),
)
_PLAIN_VERBS = frozenset({*_READS, *_CREATES, *UPDATES, *_REPLACES, *_DELETES})
_ALSO_NOUNS = frozenset(
    {
        *("change", "copy", "count", "export", "import", "list", "make", "merge", "new", "poll"),
        *("post", "query", "read", "record", "run", "search", "set", "show", "stream", "sync"),
        *("test", "trigger", "heartbeat", "block", "complete", "open", "lock", "ban"),
        *("invite", "patch", "register", "update", "upload"),
    }
)
_OF_MANY = frozenset({"batch", "bulk"})  # before a verb: `bulk_create` is a call
_HTTP_VERBS = frozenset({"get", "put", "post", "patch", "delete"})
SMALL_WORDS = frozenset({"in", "of", "for", "and", "to", "from", "by", "with", "on", "the", "a"})
"""Words that are no part of a name by themselves."""

_UNCOUNTED = frozenset(
    {
        *("content", "data", "feedback", "history", "info", "information", "media", "metadata"),
        *("retention", "status", "usage"),
        *("analytics", "kubernetes", "news", "series", "statistics"),
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


@dataclass(frozen=True, slots=True)
class CallName:
    """The parts of a call's name: "get_notification_list" → get, (notification,), list."""

    verb: str  # "" if no verb is known
    noun: tuple[str, ...]
    rest: str  # what is asked of the noun: "list", "by_id", or ""


def read_call(name: str) -> CallName:
    """Splits the name of a call, in snake case.

    A word that is also a noun is a verb only if it is the whole name, or if a singular follows:
    `search`, `set_pool` and `list_pools` are calls, `test_results` isn't. A verb may follow "bulk"
    or "batch".

    >>> read_call("get_notification_list").rest, read_call("test_results").verb
    ('list', '')
    >>> [read_call(name).verb for name in ("bulk_create", "batch_upsert_pools", "batch_jobs")]
    ['bulk_create', 'batch_upsert', '']
    """
    front, _, after = name.partition("_")
    if front in _OF_MANY and after and after.partition("_")[0] not in _OF_MANY:
        said = read_call(after)
        return replace(said, verb=f"{front}_{said.verb}") if said.verb else said
    verb, *noun = name.split("_")
    if verb not in _PLAIN_VERBS and verb not in ACTIONS:
        return CallName("", tuple(name.split("_")), "")
    if noun and verb in _ALSO_NOUNS - {"list"} and is_plural(noun[-1]):
        return CallName("", tuple(name.split("_")), "")
    rest = ""
    if "by" in noun[1:]:
        at = noun.index("by", 1)
        noun, rest = noun[:at], "_".join(noun[at:])
    elif len(noun) > 1 and noun[-1] in ("list", "all", "details", "info", "status"):
        rest = noun.pop()
    return CallName(verb, tuple(noun), rest)


def known_noun(noun: tuple[str, ...], known: frozenset[str]) -> tuple[str, ...]:
    """Returns `noun` without its leading adjectives; nothing if it has an unknown word.

    `known` has the words of the path and the tags, in the singular.
    """
    rest = list(noun)
    while rest and singular(rest[0]) not in known:
        rest.pop(0)
    if all(singular(word) in known or word in SMALL_WORDS for word in rest):
        return tuple(rest)
    return ()


def snake_case(text: str) -> str:
    """Returns a tag in snake case; the plural of an abbreviation is one word.

    >>> snake_case("Reserved IPs"), snake_case("BYOIP Prefixes")
    ('reserved_ips', 'byoip_prefixes')
    """
    return names.snake_case(_ABBREVIATIONS.sub(lambda match: match[0].lower(), text))


def singulars(text: str) -> frozenset[str]:
    """Returns the words of a text, each in the singular."""
    return frozenset(singular(word) for word in names.snake_case(text).split("_") if word)


def singular(word: str) -> str:
    """Returns the singular of `word`.

    >>> [singular(word) for word in ("jobs", "batches", "speeches", "queries", "status", "voices")]
    ['job', 'batch', 'speech', 'query', 'status', 'voice']
    >>> [singular(word) for word in ("analyses", "kubernetes")]
    ['analysis', 'kubernetes']
    """
    if len(word) < 4 or word in _UNCOUNTED or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("lyses"):
        return f"{word[:-2]}is"
    if word.endswith("ies"):
        return f"{word[:-3]}y"
    if word.endswith(("ches", "shes", "xes", "sses", "zzes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") else word


def plural(word: str) -> str:
    """Returns the plural of `word`; a plural stays as it is.

    >>> [plural(word) for word in ("job", "batch", "query", "key", "jobs", "data", "analysis")]
    ['jobs', 'batches', 'queries', 'keys', 'jobs', 'data', 'analyses']
    """
    if word in _UNCOUNTED or is_plural(word):
        return word
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    if word.endswith("lysis"):
        return f"{word[:-2]}es"
    return f"{word}es" if word.endswith(("s", "x", "z", "ch", "sh")) else f"{word}s"


def is_plural(word: str) -> bool:
    """Is `word` a plural?"""
    return singular(word) != word


def is_surely_call(name: str) -> bool:
    """Is the name of a call more than a word that may be a noun, as `upload` may?

    >>> [is_surely_call(name) for name in ("insert", "add_jobs", "bulk_delete", "upload", "jobs")]
    [True, True, True, False, False]
    """
    said = read_call(name)
    return bool(said.verb) and (bool(said.noun) or said.verb not in _ALSO_NOUNS)


def is_call_on_rows(name: str) -> bool:
    """Is the name of a call only a verb that makes, changes or removes rows, or one for many rows?

    >>> [is_call_on_rows(name) for name in ("insert", "bulk_cancel", "cancel", "add_jobs")]
    [True, True, False, False]
    """
    said = read_call(name)
    return is_surely_call(name) and not said.noun and said.verb not in ACTIONS


def is_action(words: str) -> bool:
    """Does a path segment or method name start with a verb for an action: `submit_tool_outputs`?

    >>> [is_action(words) for words in ("cancel", "submit_tool_outputs", "test_results")]
    [True, True, False]
    """
    first, *rest = words.split("_")
    return first in ACTIONS and not (rest and first in _ALSO_NOUNS and is_plural(rest[-1]))


def sql_verb_of(verb: str) -> SqlVerb | None:
    """Returns the SQL verb of the verb in a call's name; None if it isn't known.

    >>> sql_verb_of("list"), sql_verb_of("remove"), sql_verb_of("cancel"), sql_verb_of("pool")
    (<SqlVerb.SELECT: 'select'>, <SqlVerb.DELETE: 'delete'>, <SqlVerb.EXEC: 'exec'>, None)
    """
    for verbs, sql in _SQL_VERBS:
        if verb in verbs:
            return sql
    return None
