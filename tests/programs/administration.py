"""Looks after an organization: its projects, keys, usage and costs."""

from openai_client import OpenAI


def main() -> None:
    client = OpenAI(admin_api_key="admin")
    project = client.admin.organization.projects.create(name="Search")
    print(project.id, project.status)
    key = client.admin.organization.admin_api_keys.create(name="ci")
    print(key.id)
    names = [each.name for each in client.admin.organization.projects.list(limit=20)]
    print(names)
    usage = client.admin.organization.usage.completions(
        start_time=1730419200, bucket_width="1d", group_by=["model"], limit=2
    )
    for bucket in usage.data:
        print(bucket.start_time, len(bucket.results))
    costs = client.admin.organization.usage.costs(start_time=1730419200)
    print(len(costs.data))
    for entry in client.admin.organization.audit_logs.list(limit=1):
        print(entry.type)
        break
    assert client.admin.organization.projects.archive(project.id).id == project.id


if __name__ == "__main__":
    main()
