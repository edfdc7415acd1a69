"""Document → goals, indicators, and an account of every row of its performance tables.

The stages, each a module:
    headings  which rows are headings, what each column means
    columns   rows of a page → the columns of a heading on another page, by where they stand
    align     a printed row → its columns, cells that slid left or right put back
    lines     cells broken over lines → rows, by the same judgement of cells
    form      rows of labels and values above a table: project, amount, goal
    spread    labels of merged cells → the rows they belong to
    rows      aligned rows of a table → indicators, goals, refusals
    find      which grids and lines of a document are performance tables
"""

from .find import extract

__all__ = ["extract"]
