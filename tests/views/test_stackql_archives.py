"""An archive of registry documents: its bytes depend on the documents alone."""

from __future__ import annotations

import gzip
import hashlib
import io
import tarfile

from generator.views.stackql.archives import archive

LONG = bytes(range(256)) * 600
FILES = [("v1/services/b.yaml", b"b: 1\n"), ("v1/provider.yaml", b""), ("v1/services/a.yaml", LONG)]


def test_an_archive_holds_folders_before_their_files() -> None:
    with tarfile.open(fileobj=io.BytesIO(archive(FILES)), mode="r:gz") as tar:
        entries = [(entry.name, entry.isdir(), entry.mode, entry.mtime) for entry in tar]
        assert entries == [
            ("v1", True, 0o755, 0),
            ("v1/provider.yaml", False, 0o644, 0),
            ("v1/services", True, 0o755, 0),
            ("v1/services/a.yaml", False, 0o644, 0),
            ("v1/services/b.yaml", False, 0o644, 0),
        ]
        for path, content in FILES:
            file = tar.extractfile(path)
            assert file is not None
            assert file.read() == content


def test_the_order_of_files_changes_no_byte() -> None:
    assert archive(FILES) == archive(FILES[::-1])


def test_the_bytes_are_the_same_on_every_machine() -> None:
    content = archive(FILES)
    assert len(gzip.decompress(content)) % 512 == 0
    assert (
        hashlib.sha256(content).hexdigest()
        == "2d5c347f54003d270eff00ceaa7c871a0d1e37725633e5513825878c6e53e9f2"
    )
