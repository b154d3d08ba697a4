"""Files of a vector store: uploaded, attached, and waited for until they are indexed."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeAlias, Unpack, cast

from ._runtime.files import FileInput
from ._runtime.lazy_module import LazyModule
from ._runtime.not_given import NOT_GIVEN, NotGiven
from ._runtime.options import CallOptions, WaitOptions
from .resources.files import AsyncFiles, Files
from .resources.vector_stores_file_batches import (
    AsyncVectorStoresFileBatches,
    VectorStoresFileBatches,
)
from .resources.vector_stores_files import AsyncVectorStoresFiles, VectorStoresFiles

if TYPE_CHECKING:
    from . import types
else:
    types = LazyModule(".types", __package__)

Chunking: TypeAlias = (
    "types.ChunkingStrategyRequestParam | types.ChunkingStrategyRequestParamParam | NotGiven"
)
Attributes: TypeAlias = Mapping[str, str | float | bool] | NotGiven | None


def _make_wait_options(
    interval_ms: int | NotGiven, limit: float | NotGiven, options: CallOptions | None = None
) -> WaitOptions:
    """Returns the options of a wait. The interval is given in milliseconds."""
    found = cast("WaitOptions", {**(options or {})})  # those of a wait are more
    if not isinstance(interval_ms, NotGiven):
        found["poll_interval"] = interval_ms / 1000
    if not isinstance(limit, NotGiven):
        found["wait_timeout"] = limit
    return found


class IndexedFiles(VectorStoresFiles):
    """`vector_stores.files`, and methods that upload files or wait for them."""

    def poll(
        self,
        file_id: str,
        *,
        vector_store_id: str,
        poll_interval_ms: int | NotGiven = NOT_GIVEN,
        max_wait_seconds: float | NotGiven = NOT_GIVEN,
    ) -> types.VectorStoreFileObject:
        """Waits until the file is indexed, and returns it, also if that failed."""
        wait = _make_wait_options(poll_interval_ms, max_wait_seconds)
        return self.retrieve_and_wait(file_id, vector_store_id=vector_store_id, **wait)

    def create_and_poll(
        self,
        file_id: str,
        *,
        vector_store_id: str,
        attributes: Attributes = NOT_GIVEN,
        chunking_strategy: Chunking = NOT_GIVEN,
        poll_interval_ms: int | NotGiven = NOT_GIVEN,
        max_wait_seconds: float | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> types.VectorStoreFileObject:
        """Attaches a file that was uploaded, and waits as `poll` does."""
        wait = _make_wait_options(poll_interval_ms, max_wait_seconds, options)
        return self.create_and_wait(
            vector_store_id,
            file_id=file_id,
            attributes=attributes,
            chunking_strategy=chunking_strategy,
            **wait,
        )

    def upload(
        self,
        *,
        vector_store_id: str,
        file: FileInput,
        attributes: Attributes = NOT_GIVEN,
        chunking_strategy: Chunking = NOT_GIVEN,
    ) -> types.VectorStoreFileObject:
        """Uploads a file and attaches it, without waiting for it."""
        uploaded = Files(self._client).create(file=file, purpose="assistants")
        return self.create(
            vector_store_id,
            file_id=uploaded.id,
            attributes=attributes,
            chunking_strategy=chunking_strategy,
        )

    def upload_and_poll(
        self,
        *,
        vector_store_id: str,
        file: FileInput,
        attributes: Attributes = NOT_GIVEN,
        chunking_strategy: Chunking = NOT_GIVEN,
        poll_interval_ms: int | NotGiven = NOT_GIVEN,
        max_wait_seconds: float | NotGiven = NOT_GIVEN,
    ) -> types.VectorStoreFileObject:
        """Uploads a file, attaches it, and waits as `poll` does."""
        uploaded = Files(self._client).create(file=file, purpose="assistants")
        return self.create_and_poll(
            uploaded.id,
            vector_store_id=vector_store_id,
            attributes=attributes,
            chunking_strategy=chunking_strategy,
            poll_interval_ms=poll_interval_ms,
            max_wait_seconds=max_wait_seconds,
        )


class AsyncIndexedFiles(AsyncVectorStoresFiles):
    """`vector_stores.files`, and methods that upload files or wait for them."""

    async def poll(
        self,
        file_id: str,
        *,
        vector_store_id: str,
        poll_interval_ms: int | NotGiven = NOT_GIVEN,
        max_wait_seconds: float | NotGiven = NOT_GIVEN,
    ) -> types.VectorStoreFileObject:
        """Waits until the file is indexed, and returns it, also if that failed."""
        wait = _make_wait_options(poll_interval_ms, max_wait_seconds)
        return await self.retrieve_and_wait(file_id, vector_store_id=vector_store_id, **wait)

    async def create_and_poll(
        self,
        file_id: str,
        *,
        vector_store_id: str,
        attributes: Attributes = NOT_GIVEN,
        chunking_strategy: Chunking = NOT_GIVEN,
        poll_interval_ms: int | NotGiven = NOT_GIVEN,
        max_wait_seconds: float | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> types.VectorStoreFileObject:
        """Attaches a file that was uploaded, and waits as `poll` does."""
        wait = _make_wait_options(poll_interval_ms, max_wait_seconds, options)
        return await self.create_and_wait(
            vector_store_id,
            file_id=file_id,
            attributes=attributes,
            chunking_strategy=chunking_strategy,
            **wait,
        )

    async def upload(
        self,
        *,
        vector_store_id: str,
        file: FileInput,
        attributes: Attributes = NOT_GIVEN,
        chunking_strategy: Chunking = NOT_GIVEN,
    ) -> types.VectorStoreFileObject:
        """Uploads a file and attaches it, without waiting for it."""
        uploaded = await AsyncFiles(self._client).create(file=file, purpose="assistants")
        return await self.create(
            vector_store_id,
            file_id=uploaded.id,
            attributes=attributes,
            chunking_strategy=chunking_strategy,
        )

    async def upload_and_poll(
        self,
        *,
        vector_store_id: str,
        file: FileInput,
        attributes: Attributes = NOT_GIVEN,
        chunking_strategy: Chunking = NOT_GIVEN,
        poll_interval_ms: int | NotGiven = NOT_GIVEN,
        max_wait_seconds: float | NotGiven = NOT_GIVEN,
    ) -> types.VectorStoreFileObject:
        """Uploads a file, attaches it, and waits as `poll` does."""
        uploaded = await AsyncFiles(self._client).create(file=file, purpose="assistants")
        return await self.create_and_poll(
            uploaded.id,
            vector_store_id=vector_store_id,
            attributes=attributes,
            chunking_strategy=chunking_strategy,
            poll_interval_ms=poll_interval_ms,
            max_wait_seconds=max_wait_seconds,
        )


class IndexedFileBatches(VectorStoresFileBatches):
    """`vector_stores.file_batches`, and methods that upload files or wait for them."""

    def poll(
        self,
        batch_id: str,
        *,
        vector_store_id: str,
        poll_interval_ms: int | NotGiven = NOT_GIVEN,
        max_wait_seconds: float | NotGiven = NOT_GIVEN,
    ) -> types.VectorStoreFileBatchObject:
        """Waits until the files of the batch are indexed, and returns it, also if that failed."""
        wait = _make_wait_options(poll_interval_ms, max_wait_seconds)
        return self.retrieve_and_wait(batch_id, vector_store_id=vector_store_id, **wait)

    def create_and_poll(
        self,
        vector_store_id: str,
        *,
        file_ids: Sequence[str] | NotGiven = NOT_GIVEN,
        files: Sequence[
            types.CreateVectorStoreFileRequest | types.CreateVectorStoreFileRequestParam
        ]
        | NotGiven = NOT_GIVEN,
        attributes: Attributes = NOT_GIVEN,
        chunking_strategy: Chunking = NOT_GIVEN,
        poll_interval_ms: int | NotGiven = NOT_GIVEN,
        max_wait_seconds: float | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> types.VectorStoreFileBatchObject:
        """Attaches files that were uploaded, and waits as `poll` does."""
        wait = _make_wait_options(poll_interval_ms, max_wait_seconds, options)
        return self.create_and_wait(
            vector_store_id,
            file_ids=file_ids,
            files=files,
            attributes=attributes,
            chunking_strategy=chunking_strategy,
            **wait,
        )

    def upload_and_poll(
        self,
        vector_store_id: str,
        *,
        files: Iterable[FileInput],
        max_concurrency: int = 5,
        file_ids: Sequence[str] = (),
        chunking_strategy: Chunking = NOT_GIVEN,
        poll_interval_ms: int | NotGiven = NOT_GIVEN,
        max_wait_seconds: float | NotGiven = NOT_GIVEN,
    ) -> types.VectorStoreFileBatchObject:
        """Uploads files, `max_concurrency` at a time, attaches them, and waits as `poll` does.

        `file_ids` are files that were uploaded before.
        """
        resource = Files(self._client)

        def upload(file: FileInput) -> str:
            return resource.create(file=file, purpose="assistants").id

        with ThreadPoolExecutor(max_workers=max_concurrency) as pool:
            uploaded = list(pool.map(upload, files))
        return self.create_and_poll(
            vector_store_id,
            file_ids=[*file_ids, *uploaded],
            chunking_strategy=chunking_strategy,
            poll_interval_ms=poll_interval_ms,
            max_wait_seconds=max_wait_seconds,
        )


class AsyncIndexedFileBatches(AsyncVectorStoresFileBatches):
    """`vector_stores.file_batches`, and methods that upload files or wait for them."""

    async def poll(
        self,
        batch_id: str,
        *,
        vector_store_id: str,
        poll_interval_ms: int | NotGiven = NOT_GIVEN,
        max_wait_seconds: float | NotGiven = NOT_GIVEN,
    ) -> types.VectorStoreFileBatchObject:
        """Waits until the files of the batch are indexed, and returns it, also if that failed."""
        wait = _make_wait_options(poll_interval_ms, max_wait_seconds)
        return await self.retrieve_and_wait(batch_id, vector_store_id=vector_store_id, **wait)

    async def create_and_poll(
        self,
        vector_store_id: str,
        *,
        file_ids: Sequence[str] | NotGiven = NOT_GIVEN,
        files: Sequence[
            types.CreateVectorStoreFileRequest | types.CreateVectorStoreFileRequestParam
        ]
        | NotGiven = NOT_GIVEN,
        attributes: Attributes = NOT_GIVEN,
        chunking_strategy: Chunking = NOT_GIVEN,
        poll_interval_ms: int | NotGiven = NOT_GIVEN,
        max_wait_seconds: float | NotGiven = NOT_GIVEN,
        **options: Unpack[CallOptions],
    ) -> types.VectorStoreFileBatchObject:
        """Attaches files that were uploaded, and waits as `poll` does."""
        wait = _make_wait_options(poll_interval_ms, max_wait_seconds, options)
        return await self.create_and_wait(
            vector_store_id,
            file_ids=file_ids,
            files=files,
            attributes=attributes,
            chunking_strategy=chunking_strategy,
            **wait,
        )

    async def upload_and_poll(
        self,
        vector_store_id: str,
        *,
        files: Iterable[FileInput],
        max_concurrency: int = 5,
        file_ids: Sequence[str] = (),
        chunking_strategy: Chunking = NOT_GIVEN,
        poll_interval_ms: int | NotGiven = NOT_GIVEN,
        max_wait_seconds: float | NotGiven = NOT_GIVEN,
    ) -> types.VectorStoreFileBatchObject:
        """Uploads files, `max_concurrency` at a time, attaches them, and waits as `poll` does.

        `file_ids` are files that were uploaded before.
        """
        resource = AsyncFiles(self._client)
        slots = asyncio.Semaphore(max_concurrency)

        async def upload(file: FileInput) -> str:
            async with slots:
                return (await resource.create(file=file, purpose="assistants")).id

        uploaded = await asyncio.gather(*(upload(file) for file in files))
        return await self.create_and_poll(
            vector_store_id,
            file_ids=[*file_ids, *uploaded],
            chunking_strategy=chunking_strategy,
            poll_interval_ms=poll_interval_ms,
            max_wait_seconds=max_wait_seconds,
        )
