"""Sets time limits, retries, headers, and the HTTP client."""

import httpx2
from openai_client import DEFAULT_MAX_RETRIES, DefaultHttpxClient, OpenAI, Timeout


def main() -> None:
    seen: list[str] = []

    def note(request: httpx2.Request) -> None:
        seen.append(request.url.path)

    client = OpenAI(
        timeout=httpx2.Timeout(60.0, read=5.0, write=10.0, connect=2.0),
        max_retries=0,
        default_headers={"X-Team": "search"},
        http_client=DefaultHttpxClient(
            event_hooks={"request": [note]},
            limits=httpx2.Limits(max_connections=10),
        ),
    )
    assert client.max_retries == 0
    assert DEFAULT_MAX_RETRIES == 2
    patient = client.with_options(timeout=20.0, max_retries=5)
    assert patient.max_retries == 5
    assert patient.timeout == 20.0
    patient.models.list()
    client.with_options(timeout=Timeout(5.0)).models.retrieve("gpt-4o", timeout=3.0)
    other = client.copy(default_headers={"X-Team": "ads"})
    other.models.list()
    assert len(seen) == 3

    with OpenAI(base_url=str(client.base_url), api_key="another") as short:
        assert short.api_key == "another"
        short.models.list()
    assert short.is_closed()
    print(seen)


if __name__ == "__main__":
    main()
