"""Starts a fine-tuning job, and reads its events and checkpoints."""

import itertools

from openai_client import OpenAI


def main() -> None:
    client = OpenAI()
    job = client.fine_tuning.jobs.create(
        model="gpt-4o-mini",
        training_file="file-abc123",
        method={"type": "supervised", "supervised": {"hyperparameters": {"n_epochs": 2}}},
        suffix="support",
    )
    print(job.id, job.status)
    events = client.fine_tuning.jobs.list_events(job.id, limit=2)
    for event in itertools.islice(events, 5):
        print(event.level, event.message)
    for checkpoint in client.fine_tuning.jobs.checkpoints.list(job.id):
        print(checkpoint.step_number, checkpoint.fine_tuned_model_checkpoint)
        break
    job = client.fine_tuning.jobs.retrieve(job.id)
    if job.status in ("queued", "running", "validating_files"):
        job = client.fine_tuning.jobs.cancel(job.id)
    print(job.status)
    found = [each.id for each in client.fine_tuning.jobs.list(limit=20)]
    assert job.id in found


if __name__ == "__main__":
    main()
