"""An overlay changes a copy; each change has its reason, and each node its file."""

from __future__ import annotations

import copy

from generator.diagnostics import Problems
from generator.json_types import Json, JsonObject
from generator.openapi.overlay import apply_overlay, read_overlay
from generator.openapi.pointers import resolve
from generator.openapi.tree import Tree, parse

SPEC = """
a: {x: 1, y: {z: 2}, list: [1, 2]}
list: [p, q, r, s]
deep:
  - {name: one, tags: [a, b, a]}
  - {name: two, tags: [a]}
"""
HEAD = "overlay: 1.0.0\ninfo: {title: T, version: 1.0.0}\nactions:\n"


def head_of(version: str) -> str:
    return HEAD.replace("1.0.0", version, 1)


def overlaid(actions: str, version: str = "1.0.0") -> Tree:
    problems = Problems()
    spec = parse("spec.yaml", SPEC.encode(), problems)
    before = copy.deepcopy(spec.root)
    overlay = read_overlay(
        parse("overlay.yaml", (head_of(version) + actions).encode(), problems), problems
    )
    tree = apply_overlay(spec, overlay, problems)
    assert list(problems) == []
    assert spec.root == before
    return tree


def at(tree: Tree, pointer: str) -> tuple[str, int, int]:
    place = tree.locate(pointer)
    return (place.file, place.line, place.column)


def test_objects_merge_and_lists_in_them_join() -> None:
    tree = overlaid(
        "- {target: $.a, description: Why, update: {x: 9, y: {w: [0]}, list: [3], new: {n: 1}}}\n"
    )
    assert tree.root["a"] == {
        "x": 9,
        "y": {"z": 2, "w": [0]},
        "list": [1, 2, 3],
        "new": {"n": 1},
    }
    assert at(tree, "/a/y/z") == ("spec.yaml", 2, 18)
    assert at(tree, "/a/x") == ("overlay.yaml", 4, 47)
    assert at(tree, "/a/y/w/0")[0] == "overlay.yaml"
    assert at(tree, "/a/list/2") == ("overlay.yaml", 4, 70)
    assert at(tree, "/a/list/1") == ("spec.yaml", 2, 32)
    assert at(tree, "/a/new/n")[0] == "overlay.yaml"
    assert tree.overlaid_by("/a") == "Why"
    assert tree.overlaid_by("/a/y") == "Why"
    assert tree.overlaid_by("/deep/0") == ""


def test_a_list_gets_the_update_as_a_new_element() -> None:
    tree = overlaid("- {target: $.list, description: Why, update: [t]}\n")
    assert tree.root["list"] == ["p", "q", "r", "s", ["t"]]
    assert at(tree, "/list/4/0")[0] == "overlay.yaml"


def test_elements_after_a_removed_one_keep_their_position() -> None:
    tree = overlaid(
        "- {target: '$.list[0,2]', description: Why, remove: true}\n"
        "- {target: $.list, description: More, update: t}\n"
        "- {target: '$.list[0]', description: Less, remove: true}\n"
    )
    assert tree.root["list"] == ["s", "t"]
    assert at(tree, "/list/0") == ("spec.yaml", 3, 17)
    assert at(tree, "/list/1") == ("overlay.yaml", 5, 47)
    assert tree.overlaid_by("") == "Why More Less"


def test_each_action_applies_to_the_result_of_the_one_before() -> None:
    tree = overlaid(
        "- {target: '$.deep[*]', description: Adds, update: {fresh: {}}}\n"
        "- {target: $.deep.*.fresh, description: Fills, update: {v: 1}}\n"
        "- {target: \"$.deep[?@.name == 'one']\", description: Drops, remove: true}\n"
    )
    assert tree.root["deep"] == [{"name": "two", "tags": ["a"], "fresh": {"v": 1}}]
    assert at(tree, "/deep/0/name") == ("spec.yaml", 6, 12)
    assert at(tree, "/deep/0/fresh/v")[:2] == ("overlay.yaml", 5)
    assert tree.overlaid_by("/deep/0") == "Adds"
    assert tree.overlaid_by("/deep/0/fresh") == "Fills"


def test_inner_and_outer_matches_are_removed_together() -> None:
    tree = overlaid("- {target: $..tags, description: Why, remove: true}\n")
    assert tree.root["deep"] == [{"name": "one"}, {"name": "two"}]
    tree = overlaid("- {target: '$.deep..*', description: Why, remove: true}\n")
    assert tree.root["deep"] == []


def test_an_update_at_two_places_is_two_values() -> None:
    tree = overlaid(
        "- {target: '$.deep[*]', description: One, update: {both: {}}}\n"
        "- {target: '$.deep[0].both', description: Two, update: {only: first}}\n"
    )
    assert resolve(tree.root, "/deep/0/both") == {"only": "first"}
    assert resolve(tree.root, "/deep/1/both") == {}


def test_nodes_that_no_action_changes_are_shared() -> None:
    problems = Problems()
    spec = parse("spec.yaml", SPEC.encode(), problems)
    text = HEAD + "- {target: $.a, description: Why, update: {x: 0}}\n"
    overlay = read_overlay(parse("overlay.yaml", text.encode(), problems), problems)
    root: JsonObject = apply_overlay(spec, overlay, problems).root
    deep: Json = spec.root["deep"]
    assert root["deep"] is deep


def test_overlay_1_1_joins_lists_and_replaces_scalars() -> None:
    tree = overlaid(
        "- {target: $.list, description: Why, update: [t, u]}\n"
        "- {target: '$.list[0]', description: Why, update: o}\n"
        "- {target: $.a.x, description: Why, update: 9}\n",
        "1.1.0",
    )
    assert tree.root["list"] == ["o", "q", "r", "s", "t", "u"]
    assert resolve(tree.root, "/a/x") == 9
    assert at(tree, "/list/5") == ("overlay.yaml", 4, 50)
    assert at(tree, "/list/0")[:2] == ("overlay.yaml", 5)
    assert at(tree, "/a/x")[:2] == ("overlay.yaml", 6)


def test_overlay_1_1_copies_a_place() -> None:
    tree = overlaid(
        "- {target: $.a, description: Why, update: {copy: {own: 1}}}\n"
        "- {target: $.a.copy, description: Why, copy: $.a.y}\n",
        "1.1.0",
    )
    assert resolve(tree.root, "/a/copy") == {"own": 1, "z": 2}
    assert at(tree, "/a/copy/z")[:2] == ("overlay.yaml", 5)


def test_a_copy_that_cannot_be_made_is_reported() -> None:
    for version, copied, code in [
        ("1.0.0", "$.a.y", "broken-overlay"),
        ("1.1.0", "$.gone", "overlay-copies-not-one"),
        ("1.1.0", "$.deep[*]", "overlay-copies-not-one"),
        ("1.1.0", "a.y", "broken-overlay-target"),
    ]:
        problems = Problems()
        spec = parse("spec.yaml", SPEC.encode(), problems)
        text = f"{head_of(version)}- {{target: $.a, description: Why, copy: '{copied}'}}\n"
        overlay = read_overlay(parse("overlay.yaml", text.encode(), problems), problems)
        apply_overlay(spec, overlay, problems)
        assert [found.code for found in problems] == [code]
