"""Many files: a library that remembers what was read, and one engine over processes or a cluster.

``work`` is what is done with one file, ``helper`` a process that does it, ``engine`` and ``cluster`` where it is done,
``store`` what is remembered, ``tags`` what a result depends on, ``gather`` joins them into a run; ``before`` finds in the
library what a new document is compared with, ``peers`` what others promise.
"""
