"""Asks a chat model, and streams a second answer."""

from openai_client import OpenAI
from openai_client.types.chat import ChatCompletionMessageParam


def main() -> None:
    client = OpenAI()
    messages: list[ChatCompletionMessageParam] = [
        {"role": "system", "content": "Answer in one sentence."},
        {"role": "user", "content": "Why is the sky blue?"},
    ]
    completion = client.chat.completions.create(
        model="gpt-4o", messages=messages, temperature=0.2, max_completion_tokens=100
    )
    choice = completion.choices[0]
    assert choice.message.role == "assistant"
    print(choice.finish_reason, choice.message.content)
    if completion.usage is not None:
        print(completion.usage.total_tokens, "tokens")

    text = ""
    stream = client.chat.completions.create(
        model="gpt-4o",
        messages=messages,
        stream=True,
        stream_options={"include_usage": True},
    )
    for chunk in stream:
        if chunk.choices:
            text += chunk.choices[0].delta.content or ""
    assert text
    print(text)


if __name__ == "__main__":
    main()
