"""Labels of merged cells → the rows they belong to.

A merged 一级, 二级 or project cell prints its words once. Most conversions leave them on the first row; some on the middle
one (the cell was centred); and where a page break cuts the merged cell, on one page only, so that rows at the end of a
page may belong to the label that the next page prints.
"""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass

_MOVED = 0.6  # for taking rows away from the label above them, over a page break
_OFF_CENTRE = 0.8  # for each row that a label stands away from the middle of its rows


@dataclass(frozen=True, slots=True)
class Spread:
    """owner: for each row the index of the row whose label it has, or None. inferred: rows whose label is not beside or
    above them on the same page."""

    owner: tuple[int | None, ...]
    inferred: frozenset[int]


def spread(
    labelled: Sequence[bool],
    starts: Sequence[bool],
    cost: Callable[[int, int], float],
    *,
    centred: bool,
) -> Spread:
    """Find the rows of each label.

    labelled: whether a row prints a label. starts: whether a row is the first one behind a page break.
    cost(row, label_row): how badly a row fits the label printed in ``label_row``; used only where the print is open.

    Shapes: labelled, starts and the result's owner have one entry a row.
    """
    count = len(labelled)
    labels = [row for row in range(count) if labelled[row]]
    if not labels:
        return Spread((None,) * count, frozenset())
    bounds = _centred(count, labels, starts, cost) if centred else _topped(labels, starts, cost)
    owner: list[int | None] = [None] * count
    inferred = set()
    for number, label in enumerate(labels):
        begin = bounds[number]
        end = bounds[number + 1] if number + 1 < len(labels) else count
        for row in range(begin, end):
            owner[row] = label
            if row < label:
                inferred.add(row)
    return Spread(tuple(owner), frozenset(inferred))


def _topped(labels: Sequence[int], starts: Sequence[bool], cost: Callable[[int, int], float]) -> list[int]:
    """First row of each label's group where labels stand on top; rows before a page break may belong to the next one."""
    bounds = [labels[0]]
    for above, label in itertools.pairwise(labels):
        bounds.append(label)
        breaks = [row for row in range(above + 1, label + 1) if starts[row]]
        # only the page that ends right before the label's page is in question
        if not breaks or breaks[-1] != label:
            continue
        best = sum(cost(row, above) for row in range(above + 1, label))
        for first in range(label - 1, above, -1):  # as few rows as possible
            total = _MOVED + sum(cost(row, above) for row in range(above + 1, first))
            total += sum(cost(row, label) for row in range(first, label))
            if total < best - 1e-9:
                best, bounds[-1] = total, first
    return bounds


def _centred(count: int, labels: Sequence[int], starts: Sequence[bool], cost: Callable[[int, int], float]) -> list[int]:
    """First row of each group where labels stand in the middle: the cheapest cut into groups around the labels."""
    ends: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    for number, label in enumerate(labels):
        following: dict[int, tuple[float, list[int]]] = {}
        last = number + 1 == len(labels)
        limit = count if last else labels[number + 1]
        for begin, (so_far, path) in ends.items():
            if begin > label:
                continue
            for end in (count,) if last else range(label + 1, limit + 1):
                middle = (begin + end - 1) / 2
                off = max(abs(middle - label) - 0.5, 0.0)
                if any(starts[row] for row in range(begin + 1, end)):
                    off = min(off, 1.0)  # a group over a page break is centred on one of its parts only
                total = so_far + _OFF_CENTRE * off + sum(cost(row, label) for row in range(begin, end))
                if end not in following or total < following[end][0]:
                    following[end] = (total, [*path, begin])
        ends = following
    return ends[count][1]
