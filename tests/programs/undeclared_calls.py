"""Calls paths by hand, as for endpoints that the client doesn't know yet."""

import httpx2
from openai_client import BaseModel, OpenAI


class Row(BaseModel):
    id: str


def main() -> None:
    client = OpenAI()
    response = client.get("/models", cast_to=httpx2.Response)
    assert response.status_code == 200
    print(response.headers.get("content-type"), response.json()["object"])
    row = client.get("/models/gpt-4o", cast_to=Row)
    assert row.id == "gpt-4o"
    made = client.post(
        "/chat/completions",
        body={"model": "gpt-4o", "messages": [{"role": "user", "content": "Hi"}]},
        cast_to=dict[str, object],
        options={"headers": {"X-Beta": "1"}},
    )
    print(sorted(made))
    deleted = client.delete("/files/file-abc123", cast_to=Row)
    print(deleted.id)


if __name__ == "__main__":
    main()
