"""Makes an image, changes it, and stores both."""

import base64
import tempfile
from pathlib import Path

from openai_client import OpenAI


def main() -> None:
    client = OpenAI()
    made = client.images.generate(
        model="gpt-image-1", prompt="A lighthouse at night", size="1024x1024", n=1
    )
    assert made.data
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "lighthouse.png"
        path.write_bytes(base64.b64decode(made.data[0].b64_json or ""))
        with path.open("rb") as image:
            changed = client.images.edit(
                model="gpt-image-1", image=image, prompt="Add a ship", background="auto"
            )
        several = client.images.edit(
            model="gpt-image-1", image=[path, ("mask.png", b"...")], prompt="Join them"
        )
    assert changed.data
    assert several.data
    print(made.created, len(changed.data), len(several.data))

    for event in client.images.generate(
        model="gpt-image-1", prompt="A boat", stream=True, partial_images=2
    ):
        if event.type == "image_generation.partial_image":
            print(event.partial_image_index, len(event.b64_json))
        elif event.type == "image_generation.completed":
            print("completed", event.usage.total_tokens)


if __name__ == "__main__":
    main()
