"""Where the originals of a home lie: in its own folder, in another one, or at an address that fsspec opens
(`s3://bucket/originals`).

An object of such a store is written whole or not at all by the store itself, and every worker that knows the address
reads it: no file system has to be shared. Keys and endpoints are the store's own settings (AWS_ENDPOINT_URL and the
like), and never part of an address here.
"""

from __future__ import annotations

from gettext import gettext as _
from pathlib import Path, PurePath
from typing import cast

from flows.faults import HomeFault

ADDRESS = r"/.+|[a-z][a-z0-9+.-]*://[^\s@]+"
"""A folder by its whole path, or an address; one with keys in it is none."""


class StoreFault(HomeFault):
    """The store cannot be opened, or is not that of the home; the message says what to do."""


def at(address: str) -> Path:
    """The store at an address, used as a folder is. StoreFault where what opens such addresses is not installed."""
    if address.startswith("/"):
        return Path(address)
    try:
        from upath import UPath

        # Listings that are kept would not show what others have put there since.
        return cast(Path, UPath(address, use_listings_cache=False))
    except (ImportError, ValueError) as error:
        raise StoreFault(
            _("{address} cannot be opened: {error}; for S3: pip install 'gongkai[s3]'").format(
                address=address, error=error
            )
        ) from error


def is_here(path: Path) -> bool:
    """Whether it is of this machine's file systems, where a file is put in place by a rename."""
    return isinstance(path, PurePath)


def settle(noted: Path, own: Path, address: str | None) -> None:
    """Notes in the file `noted` that a home keeps its originals at `address`. StoreFault where it keeps them elsewhere
    already (in the folder `own`, or at another address), or nothing can be written there."""
    if not address:
        return
    kept = noted.read_text(encoding="utf-8").strip() if noted.exists() else str(own) if own.exists() else None
    if kept == address:
        return
    if kept:
        raise StoreFault(
            _(
                "the originals of this home lie in {kept}, not at {address}; to move them, copy them there and write "
                "the address into {file}"
            ).format(kept=kept, address=address, file=noted)
        )
    there = at(address)
    try:
        if is_here(there):
            there.mkdir(parents=True, exist_ok=True)
        probe = there / ".gongkai"
        probe.write_bytes(b"")
        probe.unlink()
    except Exception as error:  # Each store has errors of its own.
        raise StoreFault(
            _("{address} cannot be written: {error}").format(address=address, error=f"{type(error).__name__}: {error}")
        ) from error
    noted.write_text(f"{address}\n", encoding="utf-8")
