"""Sentences about the requests of a method: their server and their credentials, as Markdown."""

from __future__ import annotations

from generator.escape import markdown_code
from generator.model.methods import Method
from generator.model.provider import Provider
from generator.model.server_urls import own_url_of


def server_note(provider: Provider, method: Method) -> str:
    """Returns where requests go, or "" if they go to the provider's server.

    Rule SV6: a page names the server of a method that has one of its own.
    """
    url = own_url_of(provider, method)
    return f"Requests go to {markdown_code(url)}." if url else ""


def credential_note(provider: Provider, method: Method) -> str:
    """Returns which credentials a request takes, or "" if it is the API key.

    Rule AU5: a page names the variables of a method that takes another key than the API key,
    several keys or one of several, and says if a method needs none.
    """
    if not provider.auth:
        return ""
    if not method.auth:
        return "Takes no key."
    schemes = {scheme.name: scheme for scheme in provider.auth}
    own = {key.scheme for key in provider.client.keys}
    ways = [names for names in (method.auth, *method.other_auth) if names]
    optional = " A key is optional." if method.needs_no_key else ""
    if len(ways) == 1 and len(ways[0]) == 1 and ways[0][0] not in own:
        return optional.strip()
    variables = (
        dict.fromkeys(env for name in names for env in schemes[name].variables) for names in ways
    )
    told = dict.fromkeys(" and ".join(map(markdown_code, of)) for of in variables)
    return f"Takes the key in {', or '.join(told)}.{optional}"
