"""Reads an event out of a sentence: the response is an object of a class."""

from openai_client import OpenAI
from openai_client.types.responses import ParsedResponse
from pydantic import BaseModel


class CalendarEvent(BaseModel):
    name: str
    date: str
    participants: list[str]


def show_parts(response: ParsedResponse[CalendarEvent]) -> None:
    for item in response.output:
        if item.type == "message":
            for part in item.content:
                if part.type == "refusal":
                    print("refused:", part.refusal)
                elif part.parsed is not None:
                    print(len(part.parsed.participants))


def main() -> None:
    client = OpenAI()
    response = client.responses.parse(
        model="gpt-5.2",
        input=[
            {"role": "system", "content": "Extract the event."},
            {"role": "user", "content": "Ada and Grace meet at the fair on Friday."},
        ],
        text_format=CalendarEvent,
    )
    event = response.output_parsed
    if event is None:
        raise SystemExit("the model gave no event")
    print(event.name.upper(), event.date, ", ".join(event.participants))
    show_parts(response)


if __name__ == "__main__":
    main()
