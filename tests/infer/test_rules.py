"""The rules of `infer`, each on a short specification."""

from __future__ import annotations

from generator.infer.model import Draft
from generator.infer.rules import infer
from tests.support.specs import spec_of

OK = "responses: {'200': {description: ok, content: {application/json: {schema: {type: object}}}}}"


def drafted(paths: str) -> Draft:
    return infer(spec_of("paths:\n" + paths), "acme")


def lines(draft: Draft) -> list[str]:
    """`service.resource.method verb python` for each method."""
    return [
        f"{service.name.value}.{resource.name.value}.{method.name} {method.verb.value}"
        f" {method.python.value}"
        for service in draft.services
        for resource in service.resources
        for method in resource.methods
    ]


def operation(path: str, verb: str, operation_id: str, more: str = "") -> str:
    return f"  {path}: {{{verb}: {{operationId: {operation_id}, {more} {OK}}}}}\n"


def test_a_path_word_that_several_services_share_is_not_a_service() -> None:
    draft = drafted(
        operation("/organization/users", "get", "listUsers", "tags: [Users],")
        + operation("/organization/roles", "get", "listRoles", "tags: [Roles],")
        + operation("/organization/keys", "get", "listKeys")
    )
    assert [(one.name.value, one.name.rule) for one in draft.services] == [
        *(("users", "tag"), ("roles", "tag"), ("keys", "path")),
    ]


def test_tags_that_differ_in_spelling_are_one_service() -> None:
    draft = drafted(
        operation("/a", "get", "listA", "tags: [Fine-tuning],")
        + operation("/b", "get", "listB", "tags: [Finetuning],")
    )
    assert [one.name.value for one in draft.services] == ["fine_tuning"]


def test_a_query_variant_is_a_separate_resource() -> None:
    draft = drafted(
        operation("/v1/files", "get", "files_list")
        + operation("/v1/files?beta=true", "get", "beta_files_list")
    )
    assert lines(draft) == [
        "files.files.files_list select files.retrieve",
        "files.beta_files.beta_files_list select beta.files.retrieve",
    ]


def test_two_versions_of_a_path_are_two_resources_with_two_python_names() -> None:
    draft = drafted(operation("/v1/chat", "post", "chat") + operation("/v2/chat", "post", "chatv2"))
    assert lines(draft) == [
        "chat.chat.chat insert chat.create",
        "chat.chat_v2.chatv2 insert v2.chat.create",
    ]


def test_an_action_may_follow_a_colon() -> None:
    draft = drafted(
        "  /batches/{id}:\n    parameters: &id [{name: id, in: path, required: true, schema: {}}]\n"
        f"    get: {{operationId: getBatch, {OK}}}\n"
        f"  /batches/{{id}}:cancel:\n    parameters: *id\n"
        f"    post: {{operationId: cancelBatch, {OK}}}\n"
    )
    assert lines(draft) == [
        "batches.batches.get_batch select batches.retrieve",
        "batches.batches.cancel_batch exec batches.cancel",
    ]


def test_the_longer_path_of_two_calls_with_the_same_parameters_is_exec() -> None:
    draft = drafted(
        "  /users/{id}:\n    parameters: &id [{name: id, in: path, required: true, schema: {}}]\n"
        f"    get: {{operationId: getUser, {OK}}}\n"
        f"  /users/by_name/{{id}}:\n    parameters: *id\n"
        f"    get: {{operationId: getUserByName, {OK}}}\n"
        f"  /users/{{id}}/{{part}}:\n"
        "    parameters: [{name: id, in: path, required: true, schema: {}},"
        " {name: part, in: path, required: true, schema: {}}]\n"
        f"    get: {{operationId: getUserPart, {OK}}}\n"
        f"    patch: {{operationId: patchUserPart, {OK}}}\n"
        f"    post: {{operationId: postUserPart, {OK}}}\n"
    )
    assert lines(draft) == [
        "users.users.get_user select users.retrieve",
        "users.users.get_user_part select users.get_user_part",
        "users.users.patch_user_part update users.update",
        "users.users.post_user_part exec users.post",
        "users.user_by_names.get_user_by_name select users.by_name.retrieve",
    ]


def test_unsafe_names_are_made_safe() -> None:
    draft = drafted(
        operation("/class", "get", "import", "tags: [class],")
        + operation("/con", "get", "con", "tags: ['文'],")
        + operation("/x", "get", "'../../etc'", "tags: ['..'],")
    )
    assert lines(draft) == [
        "class_.class_.import_ select class_.retrieve",
        "value.con_.con_ select con_.retrieve",
        "value.x.etc select x.retrieve",
    ]


def test_a_vendor_name_with_methods_below_it_is_not_used_for_a_method() -> None:
    sample = "x-codeSamples: [{lang: python, source: 'client.chat()'}],"
    draft = drafted(
        operation("/chat", "post", "chat", sample)
        + operation("/chat/logs", "get", "listChatLogs", sample.replace("chat()", "chat.logs()"))
    )
    assert [line.split()[-1] for line in lines(draft)] == ["chat", "chat_2.logs.list_chat_logs"]


def test_an_upsert_is_named_upsert_whatever_its_http_verb() -> None:
    draft = drafted(
        operation("/boats", "put", "upsertBoat") + operation("/crews", "post", "crews_upsert")
    )
    assert [line.split()[-1] for line in lines(draft)] == ["boats.upsert", "crews.upsert"]


def test_a_put_that_the_vendor_calls_an_update_is_named_update() -> None:
    key = "parameters: [{name: id, in: path, required: true, schema: {type: string}}],"
    draft = drafted(
        operation("/boats/{id}", "put", "updateBoat", key)
        + operation("/crews/{id}", "put", "replaceCrew", key)
        + f"  /docks/{{id}}:\n    put: {{operationId: updateDock, {key} {OK}}}\n"
        + f"    patch: {{operationId: patchDock, {key} {OK}}}\n"
    )
    assert lines(draft) == [
        "boats.boats.update_boat replace boats.update",
        "crews.crews.replace_crew replace crews.replace",
        "docks.docks.patch_dock update docks.update",
        "docks.docks.update_dock replace docks.replace",
    ]


def test_python_names_differ_by_more_than_underscores() -> None:
    draft = drafted(
        operation("/fine_tuning/jobs", "get", "listJobs")
        + operation("/finetuning/jobs", "post", "createJob")
    )
    assert lines(draft) == [
        "fine_tuning.jobs.list_jobs select fine_tuning.jobs.retrieve",
        "fine_tuning.finetuning_jobs.create_job insert fine_tuning.finetuning_jobs.create_job",
    ]


def test_schemes_that_are_sent_together_have_keys_of_their_own() -> None:
    schemes = """
components:
  securitySchemes:
    App-Id: {type: apiKey, in: header, name: X-Id}
    App-Key: {type: apiKey, in: header, name: X-Key}
    Team: {type: apiKey, in: header, name: X-Team}
    Login: {type: http, scheme: basic}
"""
    draft = drafted(
        operation("/a", "get", "listA", "security: [{App-Id: [], App-Key: []}],")
        + operation("/b", "get", "listB", "security: [{App-Key: []}, {Team: [], Login: []}],")
        + schemes
    )
    assert [(one.argument.value, one.scheme, one.env) for one in draft.keys] == [
        ("app_id", "App-Id", "ACME_APP_ID"),
        ("team", "Team", "ACME_TEAM"),
    ]
    alone = drafted(
        operation("/a", "get", "listA", "security: [{Team: []}, {Login: []}],") + schemes
    )
    assert alone.keys == ()


def test_terms_of_service_have_no_owner() -> None:
    """What "of" joins is an owner only if the path above has it."""
    draft = drafted(
        operation("/terms_of_services", "get", "getTermsOfServices", "tags: [Law],")
        + operation("/channels/active/members", "get", "getMembersOfChannel", "tags: [Law],")
    )
    resources = [one.name.value for service in draft.services for one in service.resources]
    assert resources == ["terms_of_services", "channel_members"]
