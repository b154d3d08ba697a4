"""Turns speech into text: at once, translated, and as a stream."""

import io

from openai_client import OpenAI


def main() -> None:
    client = OpenAI()
    sound = io.BytesIO(b"RIFF....WAVE")
    sound.name = "talk.wav"
    plain = client.audio.transcriptions.create(model="gpt-4o-transcribe", file=sound)
    print(plain.text)
    translated = client.audio.translations.create(
        model="whisper-1", file=("talk.wav", b"RIFF....WAVE")
    )
    print(translated.text)
    for event in client.audio.transcriptions.create(
        model="gpt-4o-transcribe", file=("talk.wav", b"RIFF....WAVE"), stream=True
    ):
        if event.type == "transcript.text.delta":
            print(event.delta, end="")
        elif event.type == "transcript.text.done":
            print(event.text)


if __name__ == "__main__":
    main()
