"""What emit hands on: files as bytes, below one output folder, and nothing on disk yet."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OutputFile:
    path: str  # POSIX, relative, of safe segments: "docs/mkdocs/docs/files/files/index.md"
    content: bytes


@dataclass(frozen=True, slots=True)
class OutputTree:
    files: tuple[OutputFile, ...]  # by path, each path once
