"""Uses the package as a client, without making one."""

import os

import openai_client as openai


def main() -> None:
    openai.api_key = os.environ["OPENAI_API_KEY"]
    openai.default_headers = {"x-program": "module"}
    response = openai.responses.create(model="gpt-4o", input="Say hello.")
    print(response.output_text)
    completion = openai.chat.completions.create(
        model="gpt-4o", messages=[{"role": "user", "content": "Hi"}]
    )
    print(completion.choices[0].message.content)
    for model in openai.models.list():
        print(model.id)
    file = openai.files.create(file=("notes.txt", b"Notes."), purpose="user_data")
    assert openai.files.retrieve(file.id).filename


if __name__ == "__main__":
    main()
