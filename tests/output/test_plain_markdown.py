"""The Markdown that a page has at its own address."""

from __future__ import annotations

from generator.output.plain_markdown import plain_markdown

PAGE = """---
title: x
---

[Acme](../index.md) > jobs
{ .crumbs }

# jobs

`acme.jobs`{ .id } `SELECT`{ .v .select } `{ .kept }` \\{ .kept }

=== "SQL"

    !!! warning "StackQL can't run this"

        A reason.

    ```sql
    === "kept"
      { #kept }
    ```

=== "Python"

    ~~~~
    ```
    :   kept
    ~~~~

**`owner`**{ #make.owner } `object` *required*{ .f .required }


:   Who has it.

    More.

    ??? shape "Owner: 1 property"

        **`name`**{ #make.owner.name } `string`


        :   The name.

??? type "Job: 1 property"

    `Job`{ #type-Job .n }

    **`id`**{ #type-Job.id } `string`


    :   The id.

## Last { #last }
"""

PLAIN = """[Acme](../index.md) > jobs

# jobs

`acme.jobs` `SELECT` `{ .kept }` \\{ .kept }

**SQL**

**StackQL can't run this**

A reason.

```sql
=== "kept"
  { #kept }
```

**Python**

~~~~
```
:   kept
~~~~

- **`owner`** `object` *required*

    Who has it.

    More.

    **Owner: 1 property**

    - **`name`** `string`

        The name.

### Job: 1 property

`Job`

- **`id`** `string`

    The id.

## Last
"""


def test_what_only_mkdocs_reads_becomes_titles_and_lists() -> None:
    assert plain_markdown(PAGE) == PLAIN


def test_plain_markdown_stays_as_it_is() -> None:
    assert plain_markdown(PLAIN) == PLAIN
