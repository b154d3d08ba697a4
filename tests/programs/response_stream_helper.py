"""Shows the text of a response as it grows, with the async client."""

import asyncio

from openai_client import AsyncOpenAI
from pydantic import BaseModel


class Review(BaseModel):
    title: str
    stars: int
    tags: list[str]


async def main_async() -> None:
    async with AsyncOpenAI() as client:
        async with client.responses.stream(
            model="gpt-5.2",
            input="Review the last book that you read.",
            text_format=Review,
        ) as stream:
            async for event in stream:
                if event.type == "response.output_text.delta":
                    print(len(event.snapshot), event.delta)
                elif event.type == "response.output_text.done":
                    print("done:", event.parsed)
                elif event.type == "response.refusal.delta":
                    print("refused:", event.delta)
                elif event.type == "error":
                    raise SystemExit(event.message)
                elif event.type == "response.completed":
                    print(event.response.output_parsed)
            response = await stream.get_final_response()
        review = response.output_parsed
        assert review is not None
        print(review.title, "*" * review.stars, response.output_text)


def main() -> None:
    asyncio.run(main_async())


if __name__ == "__main__":
    main()
