"""What an editor offers inside arguments: the generated client beside the vendor's SDK.

Run `python -m tests.pyright.completions FOLDER`, with the folder that holds `openai_client`. Each
place is a call that stops where a user types; the counts are keys or values that are offered there.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.pyright.language_server import running_server

CHAT = 'client.chat.completions.create(model="m", '
RESPONSES = 'client.responses.create(model="m", '
MESSAGE = f'{CHAT}messages=[{{"role": "user", '
PLACES: Mapping[str, tuple[str, str]] = {
    "keys of a message": (f'{CHAT}messages=[{{"', '"}])'),
    "roles of a message": (f'{CHAT}messages=[{{"role": "', '"}])'),
    "keys of a part": (f'{MESSAGE}"content": [{{"', '"}]}])'),
    "types of a part": (f'{MESSAGE}"content": [{{"type": "', '"}]}])'),
    "keys of a tool of a chat": (f'{CHAT}messages=[], tools=[{{"', '"}])'),
    "keys of a tool": (f'{RESPONSES}tools=[{{"', '"}])'),
    "types of a tool": (f'{RESPONSES}tools=[{{"type": "', '"}])'),
    "keys of `reasoning`": (f'{RESPONSES}reasoning={{"', '"})'),
    "values of an enum": (f'{CHAT}messages=[], reasoning_effort="', '")'),
    "keys of `hyperparameters`": (
        'client.fine_tuning.jobs.create(model="m", training_file="f", hyperparameters={"',
        '"})',
    ),
}
HEAD = "from {package} import OpenAI\n\nclient = OpenAI()\n"


def count_offers(client: Path, packages: tuple[str, ...]) -> Iterator[tuple[str, dict[str, int]]]:
    """Yields each place, with the number of texts that are offered there, by package."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        with running_server(client, folder) as server:
            for number, (place, (before, after)) in enumerate(PLACES.items()):
                counts = {}
                for package in packages:
                    text = HEAD.format(package=package) + before
                    file = folder / f"{package}_{number}.py"
                    file.write_text(text + after + "\n")
                    labels = server.complete(file, text + after + "\n", len(text))
                    counts[package] = sum(label.startswith(('"', "'")) for label in labels)
                yield place, counts


def main() -> None:
    packages = ("openai_client", "openai")
    sys.stdout.write(f"{'offered':<30}{packages[0]:>16}{packages[1]:>10}\n")
    for place, counts in count_offers(Path(sys.argv[1]), packages):
        numbers = (counts[package] for package in packages)
        sys.stdout.write("{:<30}{:>16}{:>10}\n".format(place, *numbers))


if __name__ == "__main__":
    main()
