"""The command line: what is typed in, what is printed, and the exit codes."""

from generator.cli.app import main

__all__ = ["main"]
