"""What a provider adds to its client: code of its own, and further names of what is there."""

from __future__ import annotations

import shutil
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

from generator import MockServer, client_check
from generator.diagnostics import Problems, Refused
from generator.inputs import read_inputs
from generator.pipeline import compile_provider, generate
from generator.vocabulary import Part
from tests.support.clients import made_client, provider_of, strictly_typed

ROOT = Path(__file__).parents[2]
SHOP = ROOT / "tests" / "cases" / "a_provider_adds_code_and_names_to_its_client"
OPENAI = ROOT / "specs" / "openai" / "provider.yaml"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made_client(provider_of(SHOP / "provider.yaml"), tmp_path_factory)


@pytest.fixture(scope="module")
def shop(folder: Path) -> ModuleType:
    assert folder.is_dir()
    return import_module("shop_client")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder of its own with the inputs of the shop."""
    shutil.copytree(SHOP, tmp_path / "shop", ignore=shutil.ignore_patterns("expected"))
    return tmp_path / "shop"


def test_own_code_is_type_checked_with_the_package(folder: Path) -> None:
    assert strictly_typed(folder, "-p", "shop_client") == "Success"


def test_own_classes_extend_a_resource_and_the_client(shop: ModuleType) -> None:
    with MockServer(provider_of(SHOP / "provider.yaml")) as server:
        with shop.Shop(api_key="k", base_url=server.url) as client:
            assert client.motto == client.with_options(timeout=1).motto == "Gifts for all"
            assert isinstance(client.orders.send_gift("card"), shop.types.Order)
        [request] = server.requests
        assert request.json == {"gift": {"card": "card"}}


def test_a_further_name_is_the_same_object(shop: ModuleType) -> None:
    types = shop.types
    assert types.Purchase is types.Order is types.orders.Order
    assert types.orders.lines.Item is types.stock.shelves.Card is types.Gift
    assert dir(types.stock) == []
    assert types.orders.GiftParam is types.GiftParam
    assert types.Card is types.orders.cards.Card is import_module("shop_client.gifts").Card
    assert shop.ShopError is shop.APIError
    assert shop.make_card("you") == "For you"
    orders = import_module("shop_client.resources.orders").Orders
    assert orders.place is orders.create


def test_the_vendors_names_stand_for_the_types_of_openai(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    provider = provider_of(OPENAI)
    made_client(provider, tmp_path_factory)
    types = import_module("openai_client").types
    for alias in provider.client.additions.types:
        module = import_module(".".join((types.__name__, *alias.module)))
        home = import_module(f"openai_client.{alias.own_module}") if alias.own_module else types
        assert getattr(module, alias.name) is getattr(home, alias.target), alias
    assert len(provider.client.additions.types) > 70


@pytest.mark.parametrize(
    ("file", "before", "after", "expected"),
    [
        ("client/gifts.py", "def make_card(", "def (", "client/gifts.py:46:5: bad-python"),
        ("client/gifts.py", "from . import _a", "import nowhere\nfrom . import _a", "gifts.py:7:1"),
        (
            "provider.yaml",
            "Purchase: Order,",
            "Purchase: Ordr,",
            "provider.yaml:7:21: unknown-type",
        ),
        ("provider.yaml", "Purchase: Order,", "Gift: Order,", "provider.yaml:7:11: name-collision"),
        ("provider.yaml", "ShopError: APIError", "E: APIEror", "6:44: unknown-name"),
        ("provider.yaml", "ShopError: APIError", "APIError: NotGiven", "6:41: name-collision"),
        ("provider.yaml", "orders: gifts", "order: gifts", "provider.yaml:5:13: unknown-resource"),
        ("provider.yaml", "orders: gifts", "orders: cards", "provider.yaml:5:21: unknown-name"),
        ("provider.yaml", "GiftOrders", "Orders2", "provider.yaml:5:21: unknown-name"),
        ("provider.yaml", "gifts.Card}", "gifts.Crd}", "provider.yaml:7:"),
        ("provider.yaml", "place: create", "place: make", "provider.yaml:8:27: unknown-method"),
        ("provider.yaml", "orders.place", "orders.all", "provider.yaml:8:13: name-collision"),
        ("provider.yaml", "code: client", "code: codes", "provider.yaml:4:9: unreadable-file"),
    ],
)
def test_an_addition_that_stands_for_nothing_is_located(
    copy: Path, file: str, before: str, after: str, expected: str
) -> None:
    text = (copy / file).read_text()
    assert before in text
    (copy / file).write_text(text.replace(before, after, 1))
    problems = Problems()
    with pytest.raises(Refused):
        generate(read_inputs(copy / "provider.yaml", problems), [Part.CLIENT], problems)
    places = [
        f"{one.location.file}:{one.location.line}:{one.location.column}: {one.code}"
        for one in problems
        if one.location
    ]
    assert any(expected in place for place in places), places


def test_a_module_with_the_name_of_a_generated_one_is_refused(copy: Path) -> None:
    (copy / "client" / "types.py").write_text("")
    problems = Problems()
    with pytest.raises(Refused):
        compile_provider(read_inputs(copy / "provider.yaml", problems), problems)
    assert [one.code for one in problems] == ["unsafe-name"]


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("import os\nos._exit(0)", "it ends Python"),
        ("raise SystemExit", "SystemExit"),
        ("import time\ntime.sleep(60)", "it takes more than 1 seconds"),
    ],
)
def test_a_module_that_stops_its_import_is_an_error(
    copy: Path, statement: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if "sleep" in statement:
        monkeypatch.setattr(client_check, "_SECONDS", 1)
    module = copy / "client" / "gifts.py"
    text = module.read_text()
    module.write_text(text.replace("from . import _a", f"{statement}\nfrom . import _a", 1))
    problems = Problems()
    with pytest.raises(Refused):
        generate(read_inputs(copy / "provider.yaml", problems), [Part.CLIENT], problems)
    [error] = [one for one in problems if one.code == "import-fails"]
    assert reason in error.message
    assert error.location is not None
    assert error.location.file.endswith("client/gifts.py")


def test_what_a_module_prints_is_no_result(copy: Path) -> None:
    module = copy / "client" / "gifts.py"
    module.write_text(module.read_text() + '\n\nprint("[1, 2]")\n')
    problems = Problems()
    generate(read_inputs(copy / "provider.yaml", problems), [Part.CLIENT], problems)
    assert list(problems) == []
