"""The benchmark: lupaus beside its peers, on one machine and the same data. ``python bench/run.py --help``."""
