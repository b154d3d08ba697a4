"""Prints a chat completion as it arrives, and then the object that its text adds up to."""

from openai_client import OpenAI
from pydantic import BaseModel


class Palette(BaseModel):
    title: str
    colors: list[str]


def main() -> None:
    client = OpenAI()
    with client.chat.completions.stream(
        model="gpt-5.2",
        messages=[{"role": "user", "content": "Three colors for an autumn poster."}],
        response_format=Palette,
    ) as stream:
        for event in stream:
            if event.type == "content.delta":
                print(event.delta, end="", flush=True)
            elif event.type == "content.done":
                print()
                if event.parsed is not None:
                    print("done:", event.parsed.title)
            elif event.type == "refusal.delta":
                print("refused:", event.delta)
            elif event.type == "tool_calls.function.arguments.done":
                print(event.name, event.arguments)
        completion = stream.get_final_completion()
    message = completion.choices[0].message
    assert message.parsed is not None
    print(message.parsed.title, message.parsed.colors, completion.id)

    with client.chat.completions.stream(
        model="gpt-5.2",
        messages=[{"role": "user", "content": "Say hello."}],
    ) as plain:
        plain.until_done()
        print(plain.current_completion_snapshot.choices[0].message.content)


if __name__ == "__main__":
    main()
