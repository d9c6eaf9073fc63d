"""The store: a folder of Delta tables, written by one process at a time and read by many.

An article's rows in all other tables are committed before its row in ``articles``. Readers take an article for there
when ``articles`` has it, and a run that is started again takes away what stands without one.
"""

import contextlib
import re
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence, Set
from pathlib import Path
from typing import Any, Final

import duckdb
import filelock
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.fs as fs
from deltalake import DeltaTable, PostCommitHookProperties, WriterProperties, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError, TableNotFoundError

from boctach.corpus import claim, schema, torn
from boctach.errors import StoreError

_MARK: Final = "boctach schema "
_WRITER: Final = WriterProperties(compression="ZSTD", compression_level=3)
_CHECKPOINT_EVERY: Final = 50
_SCATTERED: Final = 40
_COLOUR: Final = re.compile("\x1b\\[[0-9;]*m")
_KEPT_HOURS: Final = 24  # for readers of an earlier version


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
        self._is_writer = False
        self._claim: claim.Claim | None = None

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
                # The log keeps the least and greatest values of columns: no words of articles, which may be removed.
                configuration={"delta.dataSkippingStatsColumns": ",".join(table.key)},
                storage_options=self.options,
            )

    def version(self) -> int:
        """The version of the store's schema.

        Raises:
            StoreError: There is no store, or it is none of boctach's.
        """
        return min(self._version_of(name) for name in schema.TABLES if name == schema.RUNS.name or self._has(name))

    def set_version(self, version: int) -> None:
        """Write the version of the schema into every table; ``runs`` last."""
        for name in schema.TABLES:
            table = self.table(name)
            with _told(self.location):
                table.alter.set_table_description(f"{_MARK}{version}")

    def forget_index(self) -> None:
        """Remove the index of words, which holds words of removed articles; the next question makes it anew."""
        if self.folder is not None:
            for path in self.folder.glob("fulltext.sqlite*"):
                path.unlink()

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
        """A table at its newest version; for the only writer that is the one that it knows.

        Raises:
            StoreError: There is none, or it cannot be read.
        """
        with _told(self.location):
            known = self._tables.get(name)
            if known is None:
                known = self._tables[name] = DeltaTable(self._address(name), storage_options=self.options)
            elif not self._is_writer:
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

    def connect(self) -> duckdb.DuckDBPyConnection:
        """A connection of DuckDB to the tables as they are now, each under its name."""
        connection = duckdb.connect(config={"autoinstall_known_extensions": "false", "TimeZone": "UTC"})
        connection.execute("SET temp_directory = $1", [tempfile.gettempdir()])
        for name in schema.TABLES:
            connection.register(name, self.dataset(name))
        return connection

    def select(self, query: str, **beside: pa.Table) -> pa.Table:
        """What a query finds in the tables, and in others beside them."""
        with self.connect() as connection:
            for name, rows in beside.items():
                connection.register(name, rows)
            return connection.sql(query).to_arrow_table()

    def append(self, name: str, rows: pa.Table) -> None:
        """Add rows in one commit."""
        if rows.num_rows:
            self.write(name, rows, "append")

    def write(self, name: str, rows: Any, mode: Any, *, widen: bool = False) -> None:
        """Add or replace rows in one commit, and have a local disk keep it.

        Args:
            name: The table.
            rows: Its rows.
            mode: ``append`` or ``overwrite``.
            widen: Whether the table may take the schema of the rows.
        """
        table = self.table(name)
        if self._claim is not None:
            self._claim.check()
        with _told(self.location):
            write_deltalake(
                table,
                rows,
                mode=mode,
                writer_properties=_WRITER,
                # With a claim, a commit fails where another has written since this writer looked.
                commit_properties=claim.AT_ONCE if self._claim is not None else None,
                schema_mode="overwrite" if widen else None,
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

    def batches(self, name: str) -> Iterator[pa.RecordBatch]:
        """All rows of a table at its newest version, batch by batch."""
        kind = schema.TABLES[name].schema
        found = self.dataset(name)  # now: while it writes, deltalake's own runtime must not be entered again
        return (batch.cast(kind) for batch in found.to_batches())

    def rewrite(self, name: str, batches: Iterator[pa.RecordBatch], *, widen: bool = False) -> None:
        """Put other rows in the place of all rows, in one commit.

        `deltalake` could delete and merge by itself; but what it writes then has strings of another Arrow type, which
        Arrow's datasets cannot search.
        """
        kind = schema.TABLES[name].schema
        if self.folder is not None:
            self.write(name, pa.RecordBatchReader.from_batches(kind, batches), "overwrite", widen=widen)
            return
        # What is read elsewhere is read through deltalake itself, which must not be entered again while it writes.
        with tempfile.TemporaryFile() as spooled:
            with pa.ipc.new_stream(spooled, kind, options=pa.ipc.IpcWriteOptions(compression="zstd")) as stream:
                for batch in batches:
                    stream.write_batch(batch)
            spooled.seek(0)
            self.write(name, pa.ipc.open_stream(spooled), "overwrite", widen=widen)

    def delete(self, name: str, column: str, values: Sequence[str]) -> None:
        """Delete the rows that have one of the values in a column, in one commit."""
        gone = pa.array(sorted(values), pa.string())
        if len(gone):
            self._filter(name, lambda batch: pc.is_in(batch[column], value_set=gone))

    def delete_keys(self, table: schema.Table, keys: Set[tuple[str, ...]]) -> None:
        """Delete rows by their keys, in one commit."""

        def are_gone(batch: pa.RecordBatch) -> pa.Array:
            found = zip(*(batch[column].to_pylist() for column in table.key), strict=True)
            return pa.array([key in keys for key in found], pa.bool_())

        if keys:
            self._filter(table.name, are_gone)

    def _filter(self, name: str, are_gone: Callable[[pa.RecordBatch], pa.Array]) -> None:
        if any(pc.any(are_gone(batch)).as_py() for batch in self.batches(name)):
            self.rewrite(name, (batch.filter(pc.invert(are_gone(batch))) for batch in self.batches(name)))

    def merge(self, name: str, on: str, rows: pa.Table) -> None:
        """Set columns of rows, in one commit.

        Args:
            name: The table.
            on: The column that tells rows apart.
            rows: It, and the columns that become others.
        """
        if not rows.num_rows:
            return
        keys = rows[on].combine_chunks()
        kind = schema.TABLES[name].schema

        def changed(batch: pa.RecordBatch) -> pa.RecordBatch:
            at = pc.index_in(batch[on], value_set=keys)
            news = rows.select([column for column in rows.column_names if column != on]).take(at).combine_chunks()
            columns = {field.name: batch[field.name] for field in kind}
            for column in news.column_names:
                new = news[column].combine_chunks().cast(kind.field(column).type)
                columns[column] = pc.if_else(pc.is_valid(at), new, batch[column])
            return pa.RecordBatch.from_arrays(list(columns.values()), schema=kind)

        self.rewrite(name, (changed(batch) for batch in self.batches(name)))

    def mend(self) -> list[str]:
        """Take back torn commits of a local store; call it under the lock, before anything is read."""
        if self.folder is None:
            return []
        self._tables.clear()
        return [f"{name}/{part}" for name in schema.TABLES for part in torn.mend(self.folder / name)]

    def tidy_if_scattered(self) -> None:
        """Tidy where a table has many small files; what has long been replaced goes from the disk."""
        for name in schema.TABLES:
            table = self.table(name)
            with _told(self.location):
                table.vacuum(retention_hours=_KEPT_HOURS, enforce_retention_duration=False, dry_run=False)
                table.update_incremental()
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
                scattered = len(table.file_uris()) > 1
            if scattered:
                self.rewrite(name, self.batches(name))
            table = self.table(name)
            with _told(self.location):
                table.create_checkpoint()
                if forget:
                    table.vacuum(retention_hours=0, enforce_retention_duration=False, dry_run=False)
                    table.cleanup_metadata()
                table.update_incremental()

    @contextlib.contextmanager
    def lock(self) -> Iterator[None]:
        """Be the only writer. The lock ends with the process, however it ends; an object store's some seconds later.

        Raises:
            StoreError: Another process writes.
        """
        with self._locked_folder(self.folder) if self.folder is not None else self._claimed():
            self._tables.clear()
            self._is_writer = True
            try:
                yield
            finally:
                self._is_writer = False

    @contextlib.contextmanager
    def _claimed(self) -> Iterator[None]:
        with _told(self.location):
            held = self._claim = claim.Claim(self.location, self.options)
        try:
            yield
        finally:
            self._claim = None
            with _told(self.location):
                held.release()

    @contextlib.contextmanager
    def _locked_folder(self, folder: Path) -> Iterator[None]:
        folder.mkdir(parents=True, exist_ok=True)
        held = filelock.FileLock(folder / ".lock")
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


@contextlib.contextmanager
def _told(location: str) -> Iterator[None]:
    try:
        yield
    except TableNotFoundError as error:
        raise StoreError(f"{location}: no store of boctach is there") from error
    except CommitFailedError as error:
        reason = "another process has written to it meanwhile; start again, the run goes on from here"
        raise StoreError(f"{location}: {reason} ({error})") from error
    except (DeltaError, OSError) as error:
        told = " ".join(_COLOUR.sub("", str(error)).split())
        raise StoreError(f"{location}: {told[:500]}") from error
