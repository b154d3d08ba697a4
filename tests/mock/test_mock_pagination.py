"""Lists are answered page by page, and the pages end."""

from __future__ import annotations

import httpx2
import pytest

from generator.mock.server import MockServer


def test_paging_by_the_last_id_returns_every_row_once(client: httpx2.Client) -> None:
    made = [client.post("/plants", json={"name": f"Fern {n}"}).json()["id"] for n in range(5)]
    seen, query = [], {"limit": "2"}
    while True:
        page = client.get("/plants", params=query).json()
        ids = [row["id"] for row in page["data"]]
        assert (page["first_id"], page["last_id"]) == (ids[0], ids[-1])
        seen.append(ids)
        if not page["has_more"]:
            break
        query["after"] = page["last_id"]
    assert seen == [made[:2], made[2:4], made[4:]]


def test_a_row_deleted_while_paging_does_not_end_the_pages(client: httpx2.Client) -> None:
    made = [client.post("/plants", json={"name": "Fern"}).json()["id"] for _ in range(3)]
    client.delete(f"/plants/{made[0]}")
    page = client.get("/plants", params={"limit": "1", "after": made[0]}).json()
    assert [row["id"] for row in page["data"]] == [made[1]]


@pytest.mark.parametrize("count", [0, 1, 20, 21, 45])
def test_a_list_can_be_given_any_number_of_rows(
    server: MockServer, client: httpx2.Client, count: int
) -> None:
    server.rows("listPlants", count)
    seen: list[str] = []
    query: dict[str, str] = {}
    while True:
        page = client.get("/plants", params=query).json()
        seen += [row["id"] for row in page["data"]]
        if not page["has_more"]:
            break
        query = {"after": page["last_id"]}
    assert len(set(seen)) == len(seen) == count
    assert len(server.requests) == max(1, -(-count // 20))  # the spec's default is 20


def test_paging_by_a_token_ends_with_null(server: MockServer, client: httpx2.Client) -> None:
    server.rows("listWaterings", 5)
    seen, query = [], {"size": "2"}
    while True:
        page = client.get("/plants/a/waterings", params=query).json()
        seen += [row["watering_id"] for row in page["waterings"]]
        if page["next_page"] is None:
            break
        query["page"] = page["next_page"]
    assert seen == [1, 2, 3, 4, 5]
    assert len(server.requests) == 3


def test_paging_arguments_may_be_in_the_body(server: MockServer, client: httpx2.Client) -> None:
    server.rows("searchPlants", 3)
    seen: list[str] = []
    body: dict[str, object] = {}
    while True:
        rows = client.post("/searches", json=body).json()["data"]
        if not rows:
            break
        seen += [row["id"] for row in rows]
        body = {"cursor": rows[-1]["id"]}
    assert len(set(seen)) == len(seen) == 3


def test_rows_of_an_unknown_operation_are_an_error(server: MockServer) -> None:
    with pytest.raises(ValueError, match='there is no operation "listWeeds"'):
        server.rows("listWeeds", 3)
