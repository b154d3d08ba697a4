"""Tells errors apart, and reads what the server said."""

import os

import httpx2
import openai_client
from openai_client import APIConnectionError, NotFoundError, OpenAI, RateLimitError


def refuse(request: httpx2.Request) -> httpx2.Response:
    error = {"message": "Slow down.", "type": "requests", "param": None, "code": "rate_limit"}
    headers = {"x-request-id": "req_1", "retry-after-ms": "1"}
    status = 404 if request.url.path.endswith("/missing") else 429
    return httpx2.Response(status, json={"error": error}, headers=headers)


def main() -> None:
    client = OpenAI(http_client=httpx2.Client(transport=httpx2.MockTransport(refuse)))
    try:
        client.models.retrieve("missing")
    except NotFoundError as error:
        assert error.status_code == 404
        assert error.response.headers["x-request-id"] == "req_1"
        print(error.request_id, error.code, error.message, error.body)

    try:
        client.responses.create(model="gpt-4o", input="Hi")
    except RateLimitError as error:
        assert isinstance(error, openai_client.APIStatusError)
        assert error.type == "requests"
        print("limited:", error.request.url)

    closed = OpenAI(base_url="http://127.0.0.1:9/v1", max_retries=0)
    try:
        closed.models.list()
    except APIConnectionError as error:
        assert error.__cause__ is not None
        print("no connection:", error)

    key = os.environ.pop("OPENAI_API_KEY")
    try:
        OpenAI().models.list()
    except openai_client.OpenAIError as error:
        assert "OPENAI_API_KEY" in str(error)
    finally:
        os.environ["OPENAI_API_KEY"] = key


if __name__ == "__main__":
    main()
