"""Keeps a conversation on the server."""

from openai_client import OpenAI


def main() -> None:
    client = OpenAI()
    conversation = client.conversations.create(
        metadata={"topic": "travel"},
        items=[{"type": "message", "role": "user", "content": "I plan a trip."}],
    )
    print(conversation.id)
    answer = client.responses.create(
        model="gpt-4o", conversation=conversation.id, input="Where should I go?"
    )
    print(answer.output_text)
    client.conversations.items.create(
        conversation.id,
        items=[
            {
                "type": "message",
                "role": "user",
                "content": [{"type": "input_text", "text": "Somewhere warm."}],
            }
        ],
    )
    for item in client.conversations.items.list(conversation.id, limit=20, order="asc"):
        if item.type == "message":
            print(item.role, len(item.content))
    changed = client.conversations.update(conversation.id, metadata={"topic": "food"})
    assert changed.id == conversation.id
    assert client.conversations.retrieve(conversation.id).id == conversation.id
    assert client.conversations.delete(conversation.id).deleted


if __name__ == "__main__":
    main()
