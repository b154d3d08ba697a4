"""Uploads requests as a batch, and asks for its status until it ends."""

import json
import time

from openai_client import OpenAI


def main() -> None:
    client = OpenAI()
    request = {
        "custom_id": "one",
        "method": "POST",
        "url": "/v1/chat/completions",
        "body": {"model": "gpt-4o", "messages": [{"role": "user", "content": "Hi"}]},
    }
    rows = "\n".join(json.dumps({**request, "custom_id": str(number)}) for number in range(3))
    upload = client.files.create(file=("batch.jsonl", rows.encode()), purpose="batch")
    batch = client.batches.create(
        input_file_id=upload.id,
        endpoint="/v1/chat/completions",
        completion_window="24h",
        metadata={"kind": "nightly"},
    )
    for _ in range(5):
        batch = client.batches.retrieve(batch.id)
        if batch.status in ("completed", "failed", "expired", "cancelled"):
            break
        time.sleep(0.01)
    if batch.request_counts is not None:
        print(batch.request_counts.completed, "of", batch.request_counts.total)
    if batch.output_file_id is not None:
        print(client.files.content(batch.output_file_id).text)
    print(batch.status)
    assert any(each.id == batch.id for each in client.batches.list(limit=50))


if __name__ == "__main__":
    main()
