"""Compares texts by their embeddings."""

import math

from openai_client import OpenAI


def similarity(one: list[float], other: list[float]) -> float:
    product = sum(a * b for a, b in zip(one, other, strict=False))
    return product / (math.hypot(*one) * math.hypot(*other))


def main() -> None:
    client = OpenAI()
    response = client.embeddings.create(
        model="text-embedding-3-small",
        input=["a cat on a mat", "a dog in the fog"],
        dimensions=256,
    )
    vectors = [row.embedding for row in response.data]
    assert all(isinstance(number, float) for number in vectors[0])
    print(response.model, len(vectors[0]), similarity(vectors[0], vectors[-1]))
    single = client.embeddings.create(
        model="text-embedding-3-small", input="hello", encoding_format="float"
    )
    print(single.usage.total_tokens, single.data[0].index)


if __name__ == "__main__":
    main()
