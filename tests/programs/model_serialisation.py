"""Turns answers into dicts and JSON, and reads members that the client doesn't know."""

import json

from openai_client import OpenAI
from openai_client.types.chat import ChatCompletion


def main() -> None:
    client = OpenAI()
    completion = client.chat.completions.create(
        model="gpt-4o", messages=[{"role": "user", "content": "Hi"}]
    )
    as_dict = completion.to_dict()
    assert as_dict["id"] == completion.id
    assert json.loads(completion.to_json())["id"] == completion.id
    assert "\n" not in completion.to_json(indent=None)
    quiet = completion.to_dict(mode="json", exclude_unset=False, warnings=False)
    assert set(as_dict) <= set(quiet)
    dumped = completion.model_dump(exclude_none=True)
    assert dumped["choices"]
    again = ChatCompletion.model_validate_json(completion.model_dump_json())
    assert again == completion
    changed = completion.model_copy(update={"model": "other"})
    assert changed.model == "other"
    if completion.system_fingerprint is None:
        print("fingerprint sent:", "system_fingerprint" in completion.model_fields_set)
    made = ChatCompletion.model_validate({**as_dict, "novelty": 1})
    assert made.model_extra == {"novelty": 1}
    assert made.to_dict()["novelty"] == 1
    built = ChatCompletion.model_construct(id="chatcmpl-1", model="gpt-4o")
    print(built.id, built.model, completion.to_json(indent=2)[:20])


if __name__ == "__main__":
    main()
