"""The result of all views: files as bytes, by their path in the output folder."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OutputFile:
    path: str  # POSIX, relative, of safe segments: "docs/mkdocs/docs/files/files/index.md"
    content: bytes


@dataclass(frozen=True, slots=True)
class OutputTree:
    files: tuple[OutputFile, ...]  # by path, each path once
