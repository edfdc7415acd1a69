"""Many files: a library that remembers what was read, and one engine over processes or a cluster.

``work`` is what is done with one file, ``helper`` a process that does it, ``engine`` and ``cluster`` where it is done,
``store`` what is remembered (``pack`` as texts, ``flat`` as rows, ``seam`` by keys at which copies meet), ``tags`` what a
result depends on; ``gather`` joins them into a run, ``review`` compares it, ``papers`` are written of it. ``ask`` answers
questions to a library: for ``before``, what a new document is compared with; ``spread``, how offices set one indicator;
``common``, what all write.
"""
