"""Errors whose message is a sentence with fields, so that whoever tells them can tell them in another language."""

from __future__ import annotations


class Worded(Exception):
    """As text the English `sentence` with its `fields` filled in."""

    def __init__(self, sentence: str, **fields: object):
        super().__init__(sentence.format(**fields))
        self.sentence = sentence
        self.fields = fields

    def __reduce__(self) -> tuple[object, ...]:
        """Errors go from process to process, and are made again there."""
        return _again, (type(self), self.sentence, self.fields)


def _again(kind: type[Worded], sentence: str, fields: dict[str, object]) -> Worded:
    return kind(sentence, **fields)


__all__ = ["Worded"]
