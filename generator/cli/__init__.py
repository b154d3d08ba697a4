"""The `generate` command: its arguments, its messages and its exit codes."""

from generator.cli.app import main

__all__ = ["main"]
