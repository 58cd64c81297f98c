"""Files in an S3 bucket."""

from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO, cast
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.files.base import ContentFile, File
from storages.backends.s3 import S3Storage


class BucketStore:
    """`s3://[KEY:SECRET@]BUCKET/PREFIX[?endpoint=URL&region=NAME]`; without a key, as the environment signs in."""

    def __init__(self, address: str) -> None:
        parts = urlsplit(address)
        options = dict(parse_qsl(parts.query))
        self.storage = S3Storage(
            bucket_name=parts.netloc.rpartition("@")[2],
            location=parts.path.strip("/"),
            access_key=unquote(parts.username) if parts.username else None,
            secret_key=unquote(parts.password) if parts.password else None,
            endpoint_url=options.get("endpoint"),
            region_name=options.get("region"),
            default_acl=None,
            file_overwrite=True,
        )

    def has(self, key: str) -> bool:
        return bool(self.storage.exists(key))

    def write(self, key: str, data: bytes) -> None:
        self.storage.save(key, ContentFile(data))

    def write_from(self, key: str, file: BinaryIO) -> None:
        self.storage.save(key, File(file))

    def open(self, key: str) -> BinaryIO:
        return cast("BinaryIO", self.storage.open(key, "rb"))

    def keys(self, before: datetime) -> Iterator[str]:
        folder = f"{self.storage.location}/" if self.storage.location else ""
        for found in self.storage.bucket.objects.filter(Prefix=folder):
            if found.last_modified < before:
                yield found.key.removeprefix(folder)

    def tidy(self, before: datetime) -> None:
        """An object is there as a whole or not at all; uploads that were broken off are the bucket's to expire."""

    def delete(self, key: str) -> None:
        self.storage.delete(key)
