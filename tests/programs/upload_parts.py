"""Uploads a large file in parts: by hand, and with one call."""

import tempfile
from pathlib import Path

from openai_client import OpenAI


def main() -> None:
    client = OpenAI()
    content = b"0123456789" * 100
    upload = client.uploads.create(
        filename="big.jsonl", bytes=len(content), mime_type="text/jsonl", purpose="fine-tune"
    )
    parts = [
        client.uploads.parts.create(upload.id, data=content[start : start + 400]).id
        for start in range(0, len(content), 400)
    ]
    done = client.uploads.complete(upload.id, part_ids=parts)
    print(done.status, len(parts))

    other = client.uploads.create(
        filename="other.jsonl", bytes=1, mime_type="text/jsonl", purpose="fine-tune"
    )
    print(client.uploads.cancel(other.id).status)

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "big.jsonl"
        path.write_bytes(content)
        whole = client.uploads.upload_file_chunked(
            file=path, mime_type="text/jsonl", purpose="batch", part_size=512
        )
        also = client.uploads.upload_file_chunked(
            file=content,
            filename="big.jsonl",
            bytes=len(content),
            mime_type="text/jsonl",
            purpose="batch",
        )
    assert whole.id
    assert also.id


if __name__ == "__main__":
    main()
