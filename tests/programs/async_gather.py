"""Sends several requests at once."""

import asyncio

from openai_client import AsyncOpenAI


async def ask(client: AsyncOpenAI, question: str) -> str:
    response = await client.responses.create(model="gpt-4o", input=question)
    return response.output_text


async def run() -> None:
    async with AsyncOpenAI() as client:
        answers = await asyncio.gather(*(ask(client, f"What is {n} + {n}?") for n in range(8)))
        assert len(answers) == 8
        print(answers[0])

        stream = await client.chat.completions.create(
            model="gpt-4o", messages=[{"role": "user", "content": "Sing."}], stream=True
        )
        async for chunk in stream:
            if chunk.choices and chunk.choices[0].delta.content:
                print(chunk.choices[0].delta.content, end="")

        async with asyncio.timeout(10):
            jobs = [job.id async for job in client.fine_tuning.jobs.list(limit=10)]
        print(len(jobs))
        page = await client.files.list(limit=1)
        if page.has_next_page():
            page = await page.get_next_page()
        print(len(page.data))
        content = await client.files.content("file-abc123")
        print(len(await content.aread()), len(content.content))


def main() -> None:
    asyncio.run(run())


if __name__ == "__main__":
    main()
