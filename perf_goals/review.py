"""Documents × rules → findings, in order of place, then code."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import NamedTuple

from .config import RANK, Config, Waiver
from .lexicon import Lexicon
from .lexicon import default as default_lexicon
from .memory import no_collection
from .model import Extraction, Finding, FindingTarget, Goal, Indicator, Nature, Place, Review, Severity
from .rules import RULES, active
from .rules.base import Check, Context, Hit, Rule
from .rules.views import BatchView, DocumentView, Peers, RowView, build, order
from .rules.words import RuleWords, Template, TemplateIndex
from .rules.words import default as default_words
from .text import key

_NOT_SURE = "（这一处识别把握不大，请核对原件）"


_Sort = tuple[str, Nature | None, str | None, str | None]
_Runs = tuple[tuple[Rule, Check, Context], ...]
_ONCE: dict[object, "tuple[_Kept, ...]"] = {}  # of a name that was met once: nothing is kept yet
_MOST = 1 << 16  # rows whose hits are kept


@dataclass(frozen=True, slots=True)
class Judged:
    """Findings, and what became of the waivers.

    findings: in document order, then order of place, then code. waived: findings that a waiver hides, with the waiver.
    """

    findings: tuple[Finding, ...]
    waived: tuple[tuple[Finding, Waiver], ...] = ()


class _Found(NamedTuple):
    """A finding with what merging and sorting need."""

    rule: Rule
    finding: Finding
    template: Template | None


class _Kept(NamedTuple):
    """A finding in a row, without what is the row's own: its file, its target, its place."""

    rule: Rule
    severity: Severity
    confidence: float
    message: str
    suggestion: str | None
    template: Template | None
    at_value: bool  # points at the value, not at the name


class Judge:
    """The rules that run, arranged by what they see."""

    def __init__(
        self,
        config: Config | None = None,
        lexicon: Lexicon | None = None,
        words: RuleWords | None = None,
        rules: Iterable[Rule] = RULES,
    ) -> None:
        self.config = config or Config()
        self.lexicon = lexicon or default_lexicon()
        self.words = words or default_words()
        self.templates = TemplateIndex((*self.config.templates, *self.words.templates))
        chosen = tuple((rule, rule.check, self._context(rule)) for rule in active(self.config, rules))

        def seeing(*what: str) -> _Runs:
            return tuple(run for run in chosen if run[0].sees in what)

        self._all_rows = seeing("row")
        self._rows: dict[_Sort, tuple[_Runs, _Runs]] = {}
        self._sets = {part: seeing("set", part) for part in ("project", "table")}
        self._documents = seeing("document")
        self._batch = seeing("batch")
        self._kept: dict[str, dict[object, tuple[_Kept, ...]]] = {}
        self._count = 0

    def _context(self, rule: Rule) -> Context:
        changed: Mapping[str, Decimal] = self.config.limits.get(rule.code, {})
        limits = {name: changed.get(name, Decimal(limit.default)) for name, limit in rule.limits.items()}
        return Context(self.words, self.lexicon, limits)

    def view(self, extraction: Extraction) -> DocumentView:
        return build(extraction, self.words, self.lexicon, self.templates)

    def document(self, document: DocumentView) -> list[_Found]:
        """What the rules find in one document by itself."""
        found: list[_Found] = []
        for one in document.sets:
            if self._all_rows:
                for row in one.rows:
                    self._row(row, document.file, found)
            self._run(self._sets[one.part], one, document.file, found)
        if document.sets:
            self._run(self._documents, document, document.file, found)
        return found

    def _row(self, row: RowView, where: str, into: list[_Found]) -> None:
        """Show one row to the rules that look at rows of its sort.

        Departments repeat each other's rows: what the rules find that look at a row alone is kept for its like. Not the
        first time, for a name that never comes back need not be compared.
        """
        sort = (row.shape, row.nature, row.metric.kind, row.kind)
        chosen = self._rows.get(sort)
        if chosen is None:
            mine = [run for run in self._all_rows if run[0].looks_at(*sort)]
            alone, beside = (tuple(run for run in mine if run[0].alone is is_alone) for is_alone in (True, False))
            chosen = self._rows[sort] = (alone, beside)
        same = self._kept.get(row.name)
        if same is None:
            self._kept[row.name] = _ONCE
            self._run(chosen[0], row, where, into)
        else:
            if same is _ONCE:
                same = self._kept[row.name] = {}
            self._alike(chosen[0], row, where, same, into)
        self._run(chosen[1], row, where, into)

    def _alike(
        self, rules: _Runs, row: RowView, where: str, same: dict[object, tuple[_Kept, ...]], into: list[_Found]
    ) -> None:
        """Show a row to the rules that look at it alone, or take what they found in one of the same content."""
        one = row.indicator
        content = (
            one.target, one.raw, row.columns, one.level1, one.level2, one.scope, one.direction, one.weight,
            one.confidence, one.reasons,
        )  # fmt: skip
        kept = same.get(content)
        if kept is None:
            if self._count > _MOST:
                self._kept.clear()
                self._count = 0
            self._count += 1
            kept = same[content] = tuple(self._found_in(rules, row, where))
        for rule, severity, confidence, message, suggestion, template, at_value in kept:
            place = one.value_place if at_value else one.place
            finding = Finding(
                place.file, rule.code, rule.category, severity, confidence, message, suggestion, rule.reason(),
                (row.at,), place,
            )  # fmt: skip
            into.append(_Found(rule, finding, template))

    def _found_in(self, rules: _Runs, row: RowView, where: str) -> Iterator[_Kept]:
        rule = None
        try:
            for rule, check, context in rules:
                for hit in check(row, context):
                    if (made := self._finding(rule, hit)) is not None:
                        one = made.finding
                        yield _Kept(
                            rule, one.severity, one.confidence, one.message, one.suggestion, made.template,
                            hit.source is not None,
                        )  # fmt: skip
        except Exception as error:
            _note(error, where, rule)
            raise

    def across(self, documents: Sequence[DocumentView], peers: Peers | None = None) -> list[_Found]:
        """What the rules find by comparing documents."""
        found: list[_Found] = []
        self._run(self._batch, BatchView(tuple(documents), self.words, self.lexicon, peers or {}), "整批文件", found)
        return found

    def all(
        self, extractions: Iterable[Extraction], beside: Iterable[Extraction] = (), peers: Peers | None = None
    ) -> Judged:
        """As ``judge_all``, with the rules and settings of this one."""
        with no_collection():
            return _judged(self, extractions, beside, peers)

    def _run(self, rules: _Runs, view: object, where: str, into: list[_Found]) -> None:
        """Show one view to some rules. An exception goes on with a note of the document and the rule."""
        rule = None
        try:
            for rule, check, context in rules:
                if found := check(view, context):  # nearly always an empty tuple
                    for hit in found:
                        if (one := self._finding(rule, hit)) is not None:
                            into.append(one)
        except Exception as error:
            _note(error, where, rule)
            raise

    def _finding(self, rule: Rule, hit: Hit) -> _Found | None:
        spots = hit.spots
        first = spots[0]
        targets: tuple[FindingTarget, ...]
        if len(spots) == 1:  # nearly always
            template, targets, sure = first.template, (first.at,), first.sure
        else:
            template = first.template if all(spot.template is not None for spot in spots) else None
            targets = tuple(dict.fromkeys(spot.at for spot in spots))
            sure = min(spot.sure for spot in spots)
        if template is not None and rule.category in template.silent:
            return None
        read = sure if hit.read is None else hit.read
        confidence = hit.confidence * read
        if confidence != 1.0:
            confidence = round(confidence, 3)
        severity = self.config.severity.get(rule.code)
        if severity is None:
            severity = hit.severity or rule.severity
            # what a province imposes is the office's mistake only where the rule says so of this very place
            imposed = template is not None and hit.severity is None
            if severity is Severity.ERROR and (imposed or confidence < 0.8):
                severity = Severity.WARNING
            if confidence < 0.5:
                severity = Severity.INFO
        source = hit.source or first.place
        return _Found(
            rule,
            Finding(
                source.file,
                rule.code,
                rule.category,
                severity,
                confidence,
                rule.text(hit) + (_NOT_SURE if read < 0.8 else ""),
                hit.suggestion or rule.fix,
                rule.reason(),
                targets,
                source,
            ),
            template,
        )


def _note(error: Exception, where: str, rule: Rule | None) -> None:
    error.add_note(f"文件 {where}，规则 {rule.code if rule else '—'}")


def judge_all(
    extractions: Iterable[Extraction],
    config: Config | None = None,
    lexicon: Lexicon | None = None,
    *,
    words: RuleWords | None = None,
    rules: Iterable[Rule] = RULES,
    beside: Iterable[Extraction] = (),
    peers: Peers | None = None,
) -> Judged:
    """Run the rules over a batch.

    beside: documents that the batch is compared with and that nothing is said about, of other file names than the batch's.
    peers: what others promise, see ``BatchView``.
    A rule that raises is a bug: the exception goes on, with the document and the rule in its notes.
    """
    return Judge(config, lexicon, words, rules).all(extractions, beside, peers)


def _judged(
    judge: Judge, extractions: Iterable[Extraction], beside: Iterable[Extraction], peers: Peers | None
) -> Judged:
    documents = [judge.view(extraction) for extraction in extractions]
    shared: dict[str, list[_Found]] = {}
    for one in judge.across([*documents, *map(judge.view, beside)], peers):
        shared.setdefault(one.finding.document, []).append(one)
    findings: list[Finding] = []
    waived: list[tuple[Finding, Waiver]] = []
    for document in documents:
        found = judge.document(document) + shared.pop(document.file, [])
        kept, hidden = _waive(found, judge.config.waivers)
        waived += hidden
        findings += sorted(_merge(kept), key=by_place)
    return Judged(tuple(findings), tuple(waived))


def by_name(extractions: Iterable[Extraction]) -> list[dict[str, int]]:
    """File names with the numbers of their documents: the first of each name, then the second of those that have one, …

    A finding names its document by nothing else.
    """
    turns: list[dict[str, int]] = [{}]
    often: Counter[str] = Counter()
    for number, extraction in enumerate(extractions):
        name = extraction.document.file
        if often[name] == len(turns):
            turns.append({})
        turns[often[name]][name] = number
        often[name] += 1
    return turns


def judge(
    extractions: Iterable[Extraction], config: Config | None = None, lexicon: Lexicon | None = None
) -> tuple[Finding, ...]:
    """The findings of a batch, in document order, then order of place, then code."""
    return judge_all(extractions, config, lexicon).findings


def by_place(finding: Finding) -> tuple[tuple[int, int, int, int], str]:
    """The order of a document's findings: of place, then code."""
    return order(finding.source), finding.code


def _waive(found: Iterable[_Found], waivers: Sequence[Waiver]) -> tuple[list[_Found], list[tuple[Finding, Waiver]]]:
    if not waivers:
        return list(found), []
    kept: list[_Found] = []
    hidden: list[tuple[Finding, Waiver]] = []
    for one in found:
        waiver = next((waiver for waiver in waivers if _covers(waiver, one.finding)), None)
        if waiver is None:
            kept.append(one)
        else:
            hidden.append((one.finding, waiver))
    return kept, hidden


def _covers(waiver: Waiver, finding: Finding) -> bool:
    """A waiver hides a finding that names its place; one without project and indicator all of the rule's."""
    if waiver.code != finding.code or waiver.document != finding.document:
        return False
    return any(_names(waiver, target) for target in finding.targets)


def _names(waiver: Waiver, target: FindingTarget) -> bool:
    wanted = ((waiver.project, target.project), (waiver.indicator, target.level3))
    return all(name is None or key(name) == key(printed or "") for name, printed in wanted)


def _merge(found: Iterable[_Found]) -> Iterator[Finding]:
    """Findings of a rule that speaks once a document, or of rows that a province imposes, become one with all places."""
    alone: list[Finding] = []
    groups: dict[tuple[str, str | None], list[_Found]] = {}
    for one in found:
        if one.template is not None or one.rule.once:
            groups.setdefault((one.rule.code, one.template.name if one.template else None), []).append(one)
        else:
            alone.append(one.finding)
    yield from alone
    for group in groups.values():
        yield _one_of(group)


def _one_of(group: Sequence[_Found]) -> Finding:
    first = min(group, key=lambda one: order(one.finding.source))
    targets = tuple(dict.fromkeys(target for one in group for target in one.finding.targets))
    remarks = []
    if first.template is not None:
        remarks.append(f"“{first.template.name}”统一规定的写法")
    if len(targets) > 1:
        remarks.append(f"本文件共{len(targets)}处，合并为一条")
    message = first.finding.message
    if remarks:
        message = f"{message.removesuffix('。')}（{'，'.join(remarks)}）。"
    return replace(
        first.finding,
        message=message,
        targets=targets,
        confidence=max(one.finding.confidence for one in group),
        severity=min((one.finding.severity for one in group), key=RANK.__getitem__),
    )


def working_order(review: Review) -> list[tuple[int, tuple[int, int]]]:
    """The order a reviewer works in: document by document, project by project as printed, the heavy findings first.

    Gives the number of each finding and of the group that it stands in: workbook and page number the findings alike.
    """
    ranks = [_project_ranks(extraction) for extraction in review.extractions]
    found = []
    for at, (finding, owner) in enumerate(zip(review.findings, review.owners, strict=True)):
        group = owner, _group(finding.targets, ranks[owner])
        found.append(((*group, RANK[finding.severity], place_order(finding.source), finding.code, at), at, group))
    return [(at, group) for _, at, group in sorted(found)]


def _project_ranks(extraction: Extraction) -> dict[str, int]:
    rows: tuple[Goal | Indicator, ...] = (*extraction.goals, *extraction.indicators)
    names = [row.project for row in rows if row.project]
    return {name: at for at, name in enumerate(dict.fromkeys(map(key, names)), 2)}


def _group(targets: Sequence[FindingTarget], ranks: Mapping[str, int]) -> int:
    """0 the document, 1 the department's table, then the projects."""
    first = targets[0] if targets else None
    if first is None or first.part == "document":
        return 0
    return ranks.get(key(first.project), len(ranks) + 2) if first.project else 1


def place_order(place: Place) -> tuple[int, str, int, int, int]:
    """What a place is sorted by."""
    return place.page or 0, place.sheet or "", place.line or 0, place.table or 0, place.row or 0
