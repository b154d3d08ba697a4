"""Fills a vector store and waits until its files are processed, then searches it."""

from openai_client import OpenAI


def main() -> None:
    client = OpenAI()
    store = client.vector_stores.create(
        name="Handbook", expires_after={"anchor": "last_active_at", "days": 7}
    )
    batch = client.vector_stores.file_batches.upload_and_poll(
        vector_store_id=store.id,
        files=[("one.txt", b"Office hours are nine to five."), ("two.txt", b"Lunch is at noon.")],
        poll_interval_ms=10,
    )
    print(batch.status, batch.file_counts.completed)
    one = client.vector_stores.files.upload_and_poll(
        vector_store_id=store.id, file=("three.txt", b"Doors close at six."), poll_interval_ms=10
    )
    print(one.id, one.status)
    uploaded = client.files.create(file=("four.txt", b"Parking is free."), purpose="assistants")
    added = client.vector_stores.files.create_and_poll(
        uploaded.id,
        vector_store_id=store.id,
        attributes={"floor": 1},
        poll_interval_ms=10,
    )
    assert added.status in ("completed", "in_progress", "failed", "cancelled")
    for result in client.vector_stores.search(store.id, query="When is lunch?"):
        print(result.score, result.filename)
        break
    print(client.vector_stores.delete(store.id).deleted)


if __name__ == "__main__":
    main()
