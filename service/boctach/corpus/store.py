"""The store: a folder of Delta tables, written by one process at a time and read by many.

An article's rows in all other tables are committed before its row in ``articles``. Readers take an article for there
when ``articles`` has it, and a run that is started again takes away what stands without one.
"""

import contextlib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import filelock
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.fs as fs
from deltalake import CommitProperties, DeltaTable, PostCommitHookProperties, WriterProperties, write_deltalake
from deltalake.exceptions import DeltaError, TableNotFoundError

from boctach.corpus import schema, torn
from boctach.errors import StoreError

_MARK: Final = "boctach schema "
_WRITER: Final = WriterProperties(compression="ZSTD", compression_level=3)
_CHECKPOINT_EVERY: Final = 50
_SCATTERED: Final = 40


class Store:
    """A store at a path or an object store's address.

    Args:
        location: A folder, or an address that `deltalake` knows (``s3://bucket/prefix``).
        options: Its options for the object store; by default the environment's.
    """

    def __init__(self, location: str, options: Mapping[str, str] | None = None) -> None:
        self.location = location.rstrip("/") or location
        self.options = dict(options) if options else None
        self.folder = None if "://" in location else Path(location)
        self._tables: dict[str, DeltaTable] = {}

    @property
    def exists(self) -> bool:
        """Whether there is a store."""
        return DeltaTable.is_deltatable(self._address(schema.RUNS.name), self.options)

    def create(self) -> None:
        """Create what is not there yet of the tables; ``runs`` last, which says that all are there."""
        if self.folder is not None:
            self.folder.mkdir(parents=True, exist_ok=True)
        for table in schema.TABLES.values():
            DeltaTable.create(
                self._address(table.name),
                schema=table.schema,
                mode="ignore",
                name=table.name,
                description=f"{_MARK}{schema.VERSION}",
                storage_options=self.options,
            )

    def version(self) -> int:
        """The version of the store's schema.

        Raises:
            StoreError: There is no store, or it is none of boctach's.
        """
        return min(self._version_of(name) for name in schema.TABLES if name == schema.RUNS.name or self._has(name))

    def require_version(self) -> None:
        """Refuse a store of another schema.

        Raises:
            StoreError: It is older, and is to be migrated, or newer than this boctach.
        """
        version = self.version()
        if version < schema.VERSION:
            raise StoreError(f"{self.location}: of schema {version}; run: boctach corpus migrate {self.location}")
        if version > schema.VERSION:
            raise StoreError(
                f"{self.location}: of schema {version}; install a newer boctach, this one knows {schema.VERSION}"
            )

    def _has(self, name: str) -> bool:
        return DeltaTable.is_deltatable(self._address(name), self.options)

    def _version_of(self, name: str) -> int:
        described = self.table(name).metadata().description or ""
        number = described.removeprefix(_MARK)
        if number == described or not number.isdigit():
            raise StoreError(f"{self.location}: the table {name} is none of boctach's")
        return int(number)

    def table(self, name: str) -> DeltaTable:
        """A table at its newest version.

        Raises:
            StoreError: There is none, or it cannot be read.
        """
        with _told(self.location):
            known = self._tables.get(name)
            if known is None:
                known = self._tables[name] = DeltaTable(self._address(name), storage_options=self.options)
            else:
                known.update_incremental()
            return known

    def dataset(self, name: str) -> ds.Dataset:
        """A table at its newest version as an Arrow dataset."""
        table = self.table(name)
        with _told(self.location):
            if self.folder is None:
                return table.to_pyarrow_dataset()
            # Arrow's own view of the folder: over deltalake's, written in Python, its threads may need an interpreter
            # that is ending, and abort the process.
            own = fs.SubTreeFileSystem(str((self.folder / name).absolute()), fs.LocalFileSystem())
            return table.to_pyarrow_dataset(filesystem=own)

    def column(self, name: str, *columns: str) -> pa.Table:
        """Some columns of a table, whole."""
        return self.dataset(name).to_table(columns=list(columns))

    def append(self, name: str, rows: pa.Table) -> None:
        """Add rows in one commit."""
        if rows.num_rows:
            self.write(name, rows, "append")

    def write(self, name: str, rows: Any, mode: Any, note: str = "") -> None:
        """Add or replace rows in one commit, and have a local disk keep it."""
        table = self.table(name)
        with _told(self.location):
            write_deltalake(
                table,
                rows,
                mode=mode,
                writer_properties=_WRITER,
                commit_properties=CommitProperties(custom_metadata={"boctach": note}) if note else None,
                post_commithook_properties=PostCommitHookProperties(create_checkpoint=False),
            )
        self.keep(name)

    def keep(self, name: str) -> None:
        """Have the disk write the last commit of a table; a checkpoint now and then, so that opening stays quick."""
        table = self.table(name)
        with _told(self.location):
            if self.folder is not None:
                torn.sync(self.folder / name, table.version())
            if table.version() % _CHECKPOINT_EVERY == 0 and table.version():
                table.create_checkpoint()

    def delete(self, name: str, column: str, values: Sequence[str]) -> int:
        """Delete the rows that have one of the values in a column, in one commit."""
        if not values:
            return 0
        table = self.table(name)
        with _told(self.location):
            done = table.delete(f"{column} IN ({', '.join(map(_quoted, values))})", writer_properties=_WRITER)
        deleted = int(done.get("num_deleted_rows") or 0)
        if deleted:
            self.keep(name)
        return deleted

    def delete_keys(self, table: schema.Table, keys: Sequence[Sequence[str]]) -> None:
        """Delete rows by their keys, in one commit."""
        if not keys:
            return
        rows = (" AND ".join(f"{c} = {_quoted(v)}" for c, v in zip(table.key, key, strict=True)) for key in keys)
        found = self.table(table.name)
        with _told(self.location):
            found.delete(" OR ".join(f"({row})" for row in rows), writer_properties=_WRITER)
        self.keep(table.name)

    def merge(self, name: str, rows: pa.Table, on: str, columns: Sequence[str]) -> None:
        """Set columns of the rows that agree in a key, in one commit."""
        if not rows.num_rows:
            return
        table = self.table(name)
        with _told(self.location):
            table.merge(
                rows,
                predicate=f"old.{on} = new.{on}",
                source_alias="new",
                target_alias="old",
                writer_properties=_WRITER,
            ).when_matched_update({column: f"new.{column}" for column in columns}).execute()
        self.keep(name)

    def mend(self) -> list[str]:
        """Take back torn commits of a local store; call it under the lock, before anything is read."""
        if self.folder is None:
            return []
        self._tables.clear()
        return [f"{name}/{part}" for name in schema.TABLES for part in torn.mend(self.folder / name)]

    def drop_unmarked(self) -> int:
        """Delete the rows of articles that ``articles`` does not have: a run ended before it had said so.

        Returns:
            How many articles they were of.
        """
        known = self.column(schema.ARTICLES.name, "article_id")["article_id"]
        orphans: set[str] = set()
        for table in schema.OF_ARTICLE:
            ids = pc.unique(self.column(table.name, "article_id")["article_id"])
            lone = ids.filter(pc.invert(pc.is_in(ids, value_set=known))).to_pylist()
            self.delete(table.name, "article_id", lone)
            orphans.update(lone)
        return len(orphans)

    def tidy_if_scattered(self) -> None:
        """Tidy where a table has many small files."""
        if any(len(self.table(name).file_uris()) > _SCATTERED for name in schema.TABLES):
            self.tidy()

    def tidy(self, *, forget: bool = False) -> None:
        """Make few large files of many small ones.

        Args:
            forget: Also remove the files of earlier versions from the disk, so that what was deleted is gone. Readers
                of an earlier version lose it.
        """
        for name in schema.TABLES:
            table = self.table(name)
            with _told(self.location):
                table.optimize.compact(writer_properties=_WRITER)
                table.create_checkpoint()
                if forget:
                    table.vacuum(retention_hours=0, enforce_retention_duration=False, dry_run=False)
                    table.cleanup_metadata()

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """Be the only writer. The lock ends with the process, however it ends.

        Raises:
            StoreError: Another process writes. (Object stores have no such lock: there, see to it yourself.)
        """
        if self.folder is None:
            yield
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        held = filelock.FileLock(self.folder / ".lock")
        try:
            held.acquire(timeout=0)
        except filelock.Timeout as error:
            raise StoreError(f"{self.location}: another process is writing to it") from error
        try:
            yield
        finally:
            held.release()

    def _address(self, name: str) -> str:
        return f"{self.location}/{name}"


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


@contextlib.contextmanager
def _told(location: str) -> Iterator[None]:
    try:
        yield
    except TableNotFoundError as error:
        raise StoreError(f"{location}: no store of boctach is there") from error
    except (DeltaError, OSError) as error:
        raise StoreError(f"{location}: {' '.join(str(error).split())[:500]}") from error
