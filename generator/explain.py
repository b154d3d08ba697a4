"""The model of a provider as pages for a terminal: `generate explain openai.fine_tuning.jobs`.

A page is lines of plain text; what a spec says reaches them through `printable`.
"""
