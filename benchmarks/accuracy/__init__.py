"""Accuracy as numbers: what `gongkai` reads, held against gold made by hand."""
