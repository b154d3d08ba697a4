"""Reads status, headers and bytes of responses."""

import asyncio
import json

from openai_client import AsyncOpenAI, OpenAI


async def run_async() -> None:
    async with AsyncOpenAI() as client:
        response = await client.models.with_raw_response.list()
        print(response.status_code, response.headers.get("content-type"))
        models = response.parse()
        assert models.data
        async with client.models.with_streaming_response.retrieve("gpt-4o") as streamed:
            assert (await streamed.parse()).id == "gpt-4o"


def main() -> None:
    client = OpenAI()
    response = client.chat.completions.with_raw_response.create(
        model="gpt-4o", messages=[{"role": "user", "content": "Hi"}]
    )
    print(response.headers.get("content-type"), response.request_id, response.retries_taken)
    assert response.http_response.status_code == 200
    assert response.http_request.method == "POST"
    completion = response.parse()
    assert completion.choices
    assert json.loads(response.text)["id"] == completion.id
    assert response.elapsed.total_seconds() >= 0

    with client.chat.completions.with_streaming_response.create(
        model="gpt-4o", messages=[{"role": "user", "content": "Hi"}]
    ) as streamed:
        lines = list(streamed.iter_lines())
    assert lines

    with client.responses.with_streaming_response.create(model="gpt-4o", input="Hi") as other:
        assert other.parse().id
    asyncio.run(run_async())


if __name__ == "__main__":
    main()
