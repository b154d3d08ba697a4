"""Created rows can be read, listed, updated and deleted; other ids are answered from samples."""

from __future__ import annotations

from typing import TypeAlias

import httpx2

from generator.json_types import JsonObject
from generator.mock.pytest_plugin import StartMock
from generator.mock.roles import JobEnd
from generator.mock.server import MockServer
from tests.mock.conftest import GREENHOUSE, HEADERS

Parts: TypeAlias = list[tuple[str, tuple[str | None, bytes | str] | tuple[str, bytes, str]]]


def test_a_row_can_be_created_read_updated_and_deleted(client: httpx2.Client) -> None:
    pot = {"kind": "clay", "litres": 2}
    made = client.post("/plants", json={"name": "Moss", "pot": pot, "seed": "s"}).json()
    assert made["id"] == "plant_mock000001"
    assert (made["name"], made["pot"], made["state"]) == ("Moss", pot, "sown")
    assert "seed" not in made  # only requests have it
    at = f"/plants/{made['id']}"
    assert client.get(at).json() == made
    assert client.get("/plants").json()["data"] == [made]
    changed = client.post(at, json={"name": "Old moss", "note": None}).json()
    assert changed == {**made, "name": "Old moss", "note": None}
    assert client.get(at).json() == changed
    assert client.delete(at).json() == {"id": made["id"], "deleted": True}
    gone = client.get(at)
    assert gone.status_code == 404
    assert gone.json()["error"]["message"] == f"{at} was deleted"
    assert client.get(f"{at}/waterings").status_code == 404
    assert client.delete(at).status_code == 404


def test_an_action_changes_only_the_status_of_its_row(client: httpx2.Client) -> None:
    made = client.post("/plants", json={"name": "Moss"}).json()
    pruned = client.post(f"/plants/{made['id']}/prune").json()
    assert pruned == {**made, "state": "pruned"}
    assert client.get(f"/plants/{made['id']}").json() == pruned


def test_an_unknown_id_is_answered_from_the_sample(client: httpx2.Client) -> None:
    assert client.get("/plants/plant_elm").json() == {
        "id": "plant_elm",
        "object": "plant",
        "name": "Oak",
        "state": "ripe",
    }
    assert client.delete("/plants/plant_elm").status_code == 200
    assert client.get("/plants/plant_elm").status_code == 200


def test_rows_are_stored_below_their_parents(client: httpx2.Client) -> None:
    one = client.post("/plants/a/waterings", json={"litres": 1.5}).json()
    two = client.post("/plants/b/waterings", json={"litres": 2}).json()
    assert (one["plant_id"], one["litres"], one["watering_id"]) == ("a", 1.5, 1)
    assert client.get("/plants/a/waterings").json()["waterings"] == [one]
    assert client.get("/plants/b/waterings").json()["waterings"] == [two]
    sample = client.get("/plants/c/waterings").json()["waterings"]
    assert [row["plant_id"] for row in sample] == ["c"]


def test_an_uploaded_file_can_be_downloaded(client: httpx2.Client) -> None:
    parts: Parts = [("image", ("fern.png", b"\x89PNG\x00")), ("plants", (None, "a"))]
    photo = client.post("/photos", files=parts).json()
    assert (photo["filename"], photo["size"]) == ("fern.png", 5)
    assert photo["bytes"] != 5, "a text is no number of bytes"
    got = client.get(f"/photos/{photo['id']}/content")
    assert (got.content, got.headers["content-type"]) == (b"\x89PNG\x00", "image/png")
    other = client.get("/photos/other/content")
    assert other.content == bytes(range(256)) * 4


def test_a_job_is_done_at_the_second_poll(client: httpx2.Client) -> None:
    job = client.post("/reports").json()
    assert job["status"] == "queued"
    states = [client.get(f"/reports/{job['id']}").json()["status"] for _ in range(3)]
    assert states == ["queued", "done", "done"]


def test_the_status_of_a_job_may_be_nested() -> None:
    ends = JobEnd(("progress", "state"), ("done", "failed"))
    row: JsonObject = {"id": "j", "progress": {"state": "running", "rows": 4}}
    assert not ends.is_reached(row)
    assert ends.final_state(row) == {"progress": {"state": "done", "rows": 4}}
    assert ends.is_reached({**row, **ends.final_state(row)})
    assert ends.final_state({"id": "j"}) == {"progress": {"state": "done"}}


def test_a_reset_removes_everything(server: MockServer, client: httpx2.Client) -> None:
    made = client.post("/plants", json={"name": "Moss"}).json()
    server.fail(500, times=None)
    server.reset()
    assert server.requests == ()
    assert client.get(f"/plants/{made['id']}").json()["name"] == "Oak"
    assert client.post("/plants", json={"name": "Moss"}).json()["id"] == made["id"]


def test_a_number_of_rows_counts_the_created_ones(
    server: MockServer, client: httpx2.Client
) -> None:
    made = [client.post("/plants", json={"name": name}).json() for name in ("Moss", "Fern")]
    told = {"operation": "listPlants", "rows": 5}
    root = server.url.removesuffix("/v1")
    assert httpx2.post(f"{root}/_mock/rows", json=told).status_code == 200
    rows = client.get("/plants").json()["data"]
    assert rows[:2] == made
    assert len({row["id"] for row in rows}) == 5
    server.rows("listPlants", 1)
    assert client.get("/plants").json()["data"] == made[:1]


def test_a_stateless_server_answers_each_id_each_time(mock_server: StartMock) -> None:
    server = mock_server(GREENHOUSE, stateless=True)
    with httpx2.Client(base_url=server.url, headers=HEADERS) as client:
        before = client.get("/plants").json()
        made = client.post("/plants", json={"name": "Moss"}).json()
        assert (made["name"], client.get("/plants").json()) == ("Moss", before)
        at = f"/plants/{made['id']}"
        calls = (client.delete(at), client.delete(at), client.get(at))
        assert [one.status_code for one in calls] == [200, 200, 200]
