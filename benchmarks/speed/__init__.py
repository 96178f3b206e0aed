"""How fast, against what, and at what cost: `make bench` prints one table from one run."""
