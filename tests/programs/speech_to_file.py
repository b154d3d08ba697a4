"""Writes speech to files: at once, and as it arrives."""

import asyncio
import tempfile
from pathlib import Path

from openai_client import AsyncOpenAI, OpenAI


async def write_async(path: Path) -> None:
    async with (
        AsyncOpenAI() as client,
        client.audio.speech.with_streaming_response.create(
            model="tts-1", voice="coral", input="Good evening."
        ) as response,
    ):
        await response.stream_to_file(path)


def main() -> None:
    client = OpenAI()
    with tempfile.TemporaryDirectory() as folder:
        streamed = Path(folder) / "streamed.mp3"
        with client.audio.speech.with_streaming_response.create(
            model="gpt-4o-mini-tts", voice="alloy", input="Good morning.", response_format="mp3"
        ) as response:
            response.stream_to_file(streamed)
        whole = Path(folder) / "whole.mp3"
        client.audio.speech.create(model="tts-1", voice="nova", input="Hi.").write_to_file(whole)
        later = Path(folder) / "later.mp3"
        asyncio.run(write_async(later))
        sizes = [path.stat().st_size for path in (streamed, whole, later)]
    assert all(sizes)
    print(sizes)


if __name__ == "__main__":
    main()
