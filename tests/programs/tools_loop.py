"""Lets a chat model call a function, and sends the result back."""

import json

from openai_client import OpenAI
from openai_client.types.chat import ChatCompletionMessageParam, ChatCompletionToolParam

TOOLS: list[ChatCompletionToolParam] = [
    {
        "type": "function",
        "function": {
            "name": "get_weather",
            "description": "The weather of a city.",
            "parameters": {
                "type": "object",
                "properties": {"city": {"type": "string"}},
                "required": ["city"],
            },
        },
    }
]


def main() -> None:
    client = OpenAI()
    messages: list[ChatCompletionMessageParam] = [
        {"role": "user", "content": "What is the weather in Oslo?"}
    ]
    answered = 0
    for _ in range(2):
        completion = client.chat.completions.create(
            model="gpt-4o", messages=messages, tools=TOOLS, tool_choice="auto"
        )
        message = completion.choices[0].message
        if not message.tool_calls:
            break
        calls = [call for call in message.tool_calls if call.type == "function"]
        messages.append(
            {
                "role": "assistant",
                "tool_calls": [
                    {
                        "id": call.id,
                        "type": "function",
                        "function": {
                            "name": call.function.name,
                            "arguments": call.function.arguments,
                        },
                    }
                    for call in calls
                ],
            }
        )
        for call in calls:
            arguments = json.loads(call.function.arguments)
            result = {"weather": "sunny", "asked": arguments}
            messages.append(
                {"role": "tool", "tool_call_id": call.id, "content": json.dumps(result)}
            )
            answered += 1
    assert len(messages) >= 1
    print(answered, "calls answered,", len(messages), "messages")


if __name__ == "__main__":
    main()
