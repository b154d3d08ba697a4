"""Creates a response, streams another one, reads, lists and deletes what the server keeps."""

from openai_client import OpenAI


def main() -> None:
    client = OpenAI()
    response = client.responses.create(
        model="gpt-4o",
        instructions="Talk like a sailor.",
        input="How far is the moon?",
        metadata={"topic": "space"},
    )
    print(response.id, response.status, response.output_text)
    for item in response.output:
        if item.type == "message":
            for part in item.content:
                if part.type == "output_text":
                    print(part.text)

    follow_up = client.responses.create(
        model="gpt-4o", previous_response_id=response.id, input="And the sun?"
    )
    assert follow_up.id != response.id
    again = client.responses.retrieve(response.id)
    assert again.id == response.id
    for stored in client.responses.input_items.list(response.id, limit=10):
        print(stored.type)
        break
    client.responses.delete(response.id)

    kinds: list[str] = []
    with client.responses.create(model="gpt-4o", input="Count to three.", stream=True) as stream:
        for event in stream:
            kinds.append(event.type)
            if event.type == "response.output_text.delta":
                print(event.delta, end="")
            elif event.type == "response.completed":
                print(event.response.id)
    assert "response.completed" in kinds


if __name__ == "__main__":
    main()
