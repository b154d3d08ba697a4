"""Texts that would break out of a target if they were pasted into it, by what they aim at."""

from __future__ import annotations

from generator import names

PAYLOADS = (
    # Python: strings, docstrings, comments, f-strings, annotations
    '"); import os; os.system("touch PWNED"); ("',
    "'); import os; os.system('touch PWNED'); ('",
    '"""\nimport os\nos.system("touch PWNED")\n"""',
    "'''\nimport os\nos.system('touch PWNED')\n'''",
    "{__import__('os').system('touch PWNED')} {0.__class__} {x!r:{y}}",
    "str = __import__('os').system('touch PWNED')",
    "coding: utf-7\nimport os # type: ignore\rimport sys\x0cimport re\x85import io\u2028import ast",
    "\\\\\" \\N{QUOTATION MARK} \\x22 \\u0022 \\042 \\\n \\",
    ">>> __import__('os').system('touch PWNED')",
    # Markdown and HTML
    "</code></td></table><script>alert(1)</script><img src=x onerror=alert(1)>",
    "`` ` ``` unpaired ` | cell | cell | \n| --- | --- |\n| a | b |",
    "# heading\n\n## heading\n\nheading\n===\n\nheading\n---\n\n***\n\n> quote\n\n    code",
    "[a](javascript:alert(1)) [b](data:text/html,x) [c](JaVaScRiPt&colon;x) ![d](x.png)",
    "<javascript:x> <https://x.example/{y}> [e](<javascript:x>) [f [g](h)](javascript:x)",
    "[a]: javascript:alert(1)\n[^1]: note\n*[HTML]: abbr\nterm\n:   definition\n[TOC] ![x][a]",
    '!!! danger "x"\n    inside\n\n??? note\n\n=== "Tab"\n\n    inside',
    "/// html | script\n///\n:::danger\ninside\n:::\n\n::leaf{onclick=x} :text[a]{b=c}",
    '--8<-- "/etc/passwd"\n\n-8<-\n/etc/passwd\n-8<-\n\n;--8<-- "x"',
    'text{: onclick="alert(1)" }\n{#id .class onload=x}\n**b**{: style=x }\n{.x}',
    "```json\n[DROP TABLE x;\n```\n~~~\nopen\n```{.python onclick=x}\nopen",
    "---\ntitle: x\n---\n\n<!-- comment --><![CDATA[x]]><?php x ?><!DOCTYPE x>",
    "&lt;script&gt; &#60;script&#62; &#x3c;b&#x3e; \x02wzxhzdk:0\x03 \x02klzzwxh:0000\x03",
    # MDX and JSX
    "{process.exit(1)} {/* */} <Foo bar={baz} {...x}> </> < > {`${x}`} ${x}",
    "import fs from 'fs'\n\nexport const x = 1\n\nexport default () => null\n\n:a[b]{c=d} ::e[f]",
    # Jinja
    "{{ 7 * 7 }} {% include '/etc/passwd' %} {# x #} {{ ''.__class__.__mro__ }}",
    # SQL
    "'; DROP TABLE users; -- \" ; /* */ ' OR '1'='1 \\' OR 1=1 # ` ; `",
    "*/ SELECT 1 /* \" FROM x; DELETE FROM y WHERE 'a'='a",
    # YAML
    "x: y\n- z: [a, {b: c}]\n&a *b # c\n...\n---\n%TAG",
    "!!python/object/apply:os.system ['touch PWNED']",
    "null", "yes", "1e3", "0x1F", "1:30", "~", "=", "<<", "@x", "`x", "%x", "? x", "| x", "> x",
    # shell
    "$(touch PWNED) `touch PWNED` ; touch PWNED & | \\' \" ' ${IFS} !! \n touch PWNED #",
    "-o/etc/passwd --config=x",
    # paths
    "../../../../etc/passwd", "..\\..\\x", "/etc/passwd", "C:\\x", "file:///etc/passwd", "~/x", ".",
    "..", "CON", "aux.md", "a/b", "%2e%2e%2f", "index", "__init__", "__class__", "mkdocs.yml",
    # regular expressions
    "(a+)+$", "[", "(?P<x>", "\\", "(?{x})", "^(?=x)(?<!y)\\p{L}$",
    # what is no character, or reads as another
    "\x00\x01\x1b[31m\x7f\x9b\ufeff\ufffe\uffff", "\u202egnirts\u202c \u2066x\u2069",
    "\U000e0001tag\U000e007f", "></script><script>alert(1)</script>",
    "e\u0301 \u0430\u0441\u0435 \U0001f600 \uff07 \uff1c", " \t ", "\n",
    # names that Python has taken
    "class", "None", "self", "import", "print", "str", "list", "BaseModel",
)  # fmt: skip


def harmless(payload: str) -> str:
    """What `payload` says, in its words alone: names made of both are the same."""
    return "_".join(names.words(payload))
