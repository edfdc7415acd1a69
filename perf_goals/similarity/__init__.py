"""Copies within a batch: goal texts and sets of indicators, project to project, department to department, year to year.

``normal`` and ``sets`` say what is compared, ``near`` finds near copies without comparing all pairs by the steps of ``bands``
and ``shuffle``, ``differ`` marks differences, ``words`` cuts texts into words, ``clusters`` puts it together,
``templates`` finds what everybody writes. The numpy and jieba libraries are loaded only where they are needed.
"""

from .clusters import Apart, Cluster, Likeness, Member, Of, Reach, goal_clusters, set_clusters
from .differ import Kind, Piece, differences, shared

__all__ = [
    "Apart",
    "Cluster",
    "Kind",
    "Likeness",
    "Member",
    "Of",
    "Piece",
    "Reach",
    "differences",
    "goal_clusters",
    "set_clusters",
    "shared",
]
