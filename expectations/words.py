"""Words in both languages of the catalogues."""

from __future__ import annotations

import msgspec


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The same in both languages."""

    zh: str
    en: str
