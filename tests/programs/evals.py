"""Describes an evaluation, runs it, and reads its results."""

from openai_client import OpenAI


def main() -> None:
    client = OpenAI()
    evaluation = client.evals.create(
        name="Sentiment",
        data_source_config={
            "type": "custom",
            "item_schema": {
                "type": "object",
                "properties": {"text": {"type": "string"}, "label": {"type": "string"}},
            },
            "include_sample_schema": True,
        },
        testing_criteria=[
            {
                "type": "string_check",
                "name": "equal",
                "input": "{{ sample.output_text }}",
                "reference": "{{ item.label }}",
                "operation": "eq",
            }
        ],
    )
    run = client.evals.runs.create(
        evaluation.id,
        name="first",
        data_source={
            "type": "completions",
            "model": "gpt-4o",
            "source": {
                "type": "file_content",
                "content": [{"item": {"text": "Lovely.", "label": "positive"}}],
            },
            "input_messages": {
                "type": "template",
                "template": [{"role": "user", "content": "{{ item.text }}"}],
            },
        },
    )
    print(evaluation.id, run.id, run.status)
    for item in client.evals.runs.output_items.list(run.id, eval_id=evaluation.id):
        print(item.id, item.status)
        break
    found = client.evals.runs.retrieve(run.id, eval_id=evaluation.id)
    assert found.id == run.id
    assert any(each.id == evaluation.id for each in client.evals.list(limit=50))
    client.evals.delete(evaluation.id)


if __name__ == "__main__":
    main()
