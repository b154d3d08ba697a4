"""Checks texts, and lists and describes models."""

from openai_client import OpenAI
from openai_client.types import ModerationMultiModalInputParam


def main() -> None:
    client = OpenAI()
    parts: list[ModerationMultiModalInputParam] = [{"type": "text", "text": "Have a nice day."}]
    checked = client.moderations.create(model="omni-moderation-latest", input=parts)
    result = checked.results[0]
    print(result.flagged, result.categories.violence, result.category_scores.violence)
    models = client.models.list()
    names = sorted(model.id for model in models)
    assert names == sorted(model.id for model in models.data)
    print(names)
    model = client.models.retrieve("gpt-4o")
    print(model.id, model.owned_by, model.object)


if __name__ == "__main__":
    main()
