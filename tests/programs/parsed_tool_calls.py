"""Asks for an answer of a class, and for tool calls whose arguments are objects of a class."""

from enum import Enum

import openai_client as openai
from openai_client import LengthFinishReasonError, OpenAI
from openai_client.types.chat import ChatCompletionMessageParam
from pydantic import BaseModel, Field


class Unit(Enum):
    celsius = "celsius"
    fahrenheit = "fahrenheit"


class GetWeather(BaseModel):
    """Tells the weather of a city."""

    city: str = Field(description="The city and its country.")
    unit: Unit


class Step(BaseModel):
    explanation: str
    output: str


class Solution(BaseModel):
    steps: list[Step]
    final_answer: float | None = None


def main() -> None:
    client = OpenAI()
    messages: list[ChatCompletionMessageParam] = [
        {"role": "user", "content": "What is the weather in Oslo?"}
    ]
    completion = client.chat.completions.parse(
        model="gpt-5.2",
        messages=messages,
        tools=[openai.pydantic_function_tool(GetWeather)],
    )
    message = completion.choices[0].message
    assert message.tool_calls
    messages.append(
        {
            "role": "assistant",
            "tool_calls": [
                {
                    "id": call.id,
                    "type": "function",
                    "function": {"name": call.function.name, "arguments": call.function.arguments},
                }
                for call in message.tool_calls
            ],
        }
    )
    for call in message.tool_calls:
        arguments = call.function.parsed_arguments
        assert isinstance(arguments, GetWeather)
        print(call.function.name, arguments.city, arguments.unit.value)
        messages.append({"role": "tool", "tool_call_id": call.id, "content": "Snow"})

    try:
        solved = client.chat.completions.parse(
            model="gpt-5.2",
            messages=[{"role": "user", "content": "Solve 8x + 31 = 2."}],
            response_format=Solution,
        )
    except LengthFinishReasonError as error:
        raise SystemExit(f"too long: {error.completion.usage}") from error
    if solved.choices[0].message.refusal:
        print(solved.choices[0].message.refusal)
    solution = solved.choices[0].message.parsed
    assert solution is not None
    for step in solution.steps:
        print(step.explanation, step.output)
    print(solution.final_answer)


if __name__ == "__main__":
    main()
