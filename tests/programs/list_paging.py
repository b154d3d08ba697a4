"""Goes through lists: all rows, page by page, and by hand."""

from openai_client import OpenAI
from openai_client.types import FileObject


def main() -> None:
    client = OpenAI()
    for number in range(5):
        client.files.create(file=(f"{number}.txt", b"text"), purpose="user_data")

    rows: list[FileObject] = []
    for file in client.files.list(limit=2):
        rows.append(file)  # noqa: PERF402
    assert len(rows) >= 5

    pages = 0
    for page in client.files.list(limit=2).iter_pages():
        pages += 1
        assert len(page.data) <= 2
    assert pages >= 3

    page = client.files.list(limit=2, order="desc")
    while page.has_next_page():
        print(page.next_page_info())
        page = page.get_next_page()
    print(len(rows), "files on", pages, "pages")


if __name__ == "__main__":
    main()
