"""Uploads a file in four ways, reads its content and deletes it."""

import io
import tempfile
from pathlib import Path

from openai_client import OpenAI

ROW = b'{"messages": [{"role": "user", "content": "Hi"}]}\n'


def main() -> None:
    client = OpenAI()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rows.jsonl"
        path.write_bytes(ROW)
        from_path = client.files.create(file=path, purpose="fine-tune")
        with path.open("rb") as handle:
            from_handle = client.files.create(file=handle, purpose="fine-tune")
        from_bytes = client.files.create(file=ROW, purpose="user_data")
        from_tuple = client.files.create(
            file=("rows.jsonl", io.BytesIO(ROW), "application/jsonl"),
            purpose="batch",
            expires_after={"anchor": "created_at", "seconds": 3600},
        )
        ids = {file.id for file in (from_path, from_handle, from_bytes, from_tuple)}
        assert len(ids) == 4

        assert client.files.retrieve(from_path.id).purpose == "fine-tune"
        listed = [file.id for file in client.files.list()]
        assert from_path.id in listed

        ready = client.files.wait_for_processing(from_path.id, poll_interval=0.01)
        print(ready.filename, ready.bytes, ready.status)

        content = client.files.content(from_path.id)
        assert content.read()
        print(content.text)
        target = Path(folder) / "copy.jsonl"
        client.files.content(from_path.id).write_to_file(target)
        assert target.stat().st_size > 0
        assert sum(len(chunk) for chunk in client.files.content(from_path.id).iter_bytes()) > 0

        deleted = client.files.delete(from_path.id)
        assert deleted.deleted
        print(deleted.id, "deleted")


if __name__ == "__main__":
    main()
