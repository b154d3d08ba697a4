"""Leaves arguments out, and sends some that the client doesn't know."""

from openai_client import NOT_GIVEN, NotGiven, OpenAI, not_given, omit
from openai_client.types.shared_params import Metadata


def ask(client: OpenAI, words: str, effort: float | None, metadata: Metadata | NotGiven) -> str:
    response = client.responses.create(
        model="gpt-4o",
        input=words,
        temperature=effort if effort is not None else omit,
        metadata=metadata if isinstance(metadata, dict) else omit,
        extra_headers={"X-Trace": "abc"},
        extra_body={"reasoning": {"effort": "low"}},
        timeout=30,
    )
    return response.output_text


def main() -> None:
    client = OpenAI()
    print(ask(client, "Hello", None, NOT_GIVEN))
    print(ask(client, "Hello", 0.3, {"team": "a"}))
    response = client.responses.create(model="gpt-4o", input="Hi", instructions=None)
    assert response.id
    client.models.list(timeout=not_given)
    assert client.files.list(extra_query={"limit": 1}).data is not None


if __name__ == "__main__":
    main()
