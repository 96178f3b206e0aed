"""Bytes to `Document`: one module a file type."""
