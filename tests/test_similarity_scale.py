"""Near copies among many texts: the steps of ``bands``, families by them, and corpora with planted copies."""

import random
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_goals.similarity import bands, near
from perf_goals.similarity.near import Family, collapsed, families, set_families, stars
from perf_goals.similarity.normal import bare, likeness, pairs

from .benchmarks.corpora import FARTHEST, INNOCENT, NEAREST, Corpus, corpus, jaccard

LEAST = 0.85


@pytest.fixture(scope="module")
def planted() -> Corpus:
    return corpus(3000, templates=12)


def signed(texts: list[str]) -> "bands.Numbers":
    return bands.signatures(*bands.codes_of_pairs(texts))


def together(found: list[Family], size: int) -> list[int]:
    """Of each text the first of its family, -1 for none."""
    first = [-1] * size
    for family in found:
        for at in family.all:
            first[at] = family.first
    return first


def near_by_all_pairs(texts: list[str], least: float) -> set[tuple[int, int]]:
    marks = [pairs(text) for text in texts]
    return {
        (one, other)
        for one, other in combinations(range(len(texts)), 2)
        if marks[one] and likeness(marks[one], marks[other]) >= least
    }


# Codes and signatures -------------------------------------------------------------------------------------------------

# Texts with rare characters, and with two whose lower 16 bits are alike.
WRITTEN = st.lists(st.text(alphabet="保障出行5\U00024fdd\U00014fdd\U00020000一", max_size=9), max_size=8)


@settings(max_examples=80, deadline=None)
@given(WRITTEN)
def test_codes_stand_for_pairs(texts: list[str]) -> None:
    codes, sizes = bands.codes_of_pairs(texts)
    assert sizes.tolist() == [max(len(text) - 1, min(len(text), 1)) for text in texts]
    stood: dict[int, str] = {}
    for own, text in zip(np.split(codes, np.cumsum(sizes))[:-1], texts, strict=True):
        marks = [text] if len(text) == 1 else [text[at : at + 2] for at in range(len(text) - 1)]
        for code, mark in zip(own.tolist(), marks, strict=True):
            assert stood.setdefault(code, mark) == mark
    assert len(set(stood.values())) == len(stood)


@settings(max_examples=80, deadline=None)
@given(WRITTEN)
def test_shares_are_those_of_sets(texts: list[str]) -> None:
    one, other = (np.array(column, np.intp) for column in (
        [one for one in range(len(texts)) for _ in texts], [other for _ in texts for other in range(len(texts))],
    ))  # fmt: skip
    got = bands.shares(*bands.codes_of_pairs(texts), one, other)
    assert got.tolist() == [likeness(pairs(a), pairs(b)) for a in texts for b in texts]


def test_shares_of_marks_of_any_kind() -> None:
    sets = [frozenset("abc"), frozenset("bcd"), frozenset(), frozenset({"满意度\t≥95%", "b"})]
    one, other = np.array([0, 0, 1, 2]), np.array([1, 2, 3, 2])
    assert bands.shares(*bands.codes_of_marks(sets), one, other).tolist() == [2 / 3, 0, 0.4, 0]


def test_signatures_do_not_depend_on_the_company() -> None:
    rng = random.Random(4)
    signs = [chr(0x4E00 + at) for at in range(300)]
    texts = ["".join(rng.choices(signs, k=rng.choice((0, 1, 2, 30, 400)))) for _ in range(300)]
    whole = signed(texts)
    assert whole.dtype == np.uint16
    assert whole.shape == (300, bands.BANDS * bands.ROWS)
    assert np.array_equal(whole, np.concatenate([signed(texts[:7]), signed(texts[7:])]))
    empty = [at for at, text in enumerate(texts) if not text]
    assert (whole[empty] == 65535).all()


def test_signatures_are_the_same_in_every_version() -> None:
    """Stored signatures are compared with new ones: whoever changes these numbers raises bands.VERSION."""
    assert (bands.VERSION, signed(["慰问困难群众120户"])[0, :6].tolist()) == (1, [762, 4786, 3878, 879, 463, 4388])


def test_each_number_of_a_signature_has_an_order_of_its_own() -> None:
    ranks = bands._ranks()
    assert (np.sort(ranks, axis=0) == np.arange(1 << 16, dtype=np.uint16)[:, None]).all()
    alike = [np.corrcoef(ranks[:, one].astype(float), ranks[:, one + 1].astype(float))[0, 1] for one in range(60)]
    assert max(map(abs, alike)) < 0.02


def test_signatures_agree_as_often_as_the_jaccard_share_says() -> None:
    rng = random.Random(8)
    signs = [chr(0x4E00 + at) for at in range(3000)]
    agreed, truly = [], []
    for _ in range(300):
        text = "".join(rng.choices(signs, k=50))
        other = text[: rng.randint(10, 50)] + "".join(rng.choices(signs, k=8))
        both = signed([text, other])
        agreed.append(float((both[0] == both[1]).mean()))
        truly.append(len(pairs(text) & pairs(other)) / len(pairs(text) | pairs(other)))
    off = np.array(agreed) - np.array(truly)
    assert abs(off.mean()) < 0.01
    assert off.std() < 0.06


# Meeting --------------------------------------------------------------------------------------------------------------


def test_a_small_bucket_meets_whole() -> None:
    rows = np.zeros((5, bands.BANDS * bands.ROWS), np.uint16)
    one, other = bands.meet(np.array([7, 9, 7, 7, 8], np.uint32), rows, 0)
    assert sorted(zip(one.tolist(), other.tolist(), strict=True)) == [(0, 2), (0, 3), (2, 3)]


def test_nobody_meets_nobody() -> None:
    one, other = bands.meet(np.empty(0, np.uint32), np.empty((0, bands.BANDS * bands.ROWS), np.uint16), 3)
    assert (len(one), len(other)) == (0, 0)


def test_a_huge_bucket_that_nothing_parts_costs_no_more_than_its_hubs() -> None:
    size = 20_000
    rows = np.zeros((size, bands.BANDS * bands.ROWS), np.uint16)
    one, other = bands.meet(np.zeros(size, np.uint32), rows, 0)
    assert len(one) <= size * bands.HUBS * (bands.DEPTHS + 1)
    assert set(one.tolist()) == set(range(bands.HUBS))
    assert set(other.tolist()) == set(range(1, size))


def test_a_huge_bucket_is_parted_by_further_rows() -> None:
    rng = np.random.RandomState(2)
    size = 5_000
    rows = np.zeros((size, bands.BANDS * bands.ROWS), np.uint16)
    rows[:, bands.ROWS :] = rng.randint(0, 30, (size, rows.shape[1] - bands.ROWS))
    rows[4_321] = rows[1_234]
    for band in (0, 5, bands.BANDS - 1):
        one, other = bands.meet(np.zeros(size, np.uint32), rows, band)
        met = set(zip(one.tolist(), other.tolist(), strict=True))
        assert (1_234, 4_321) in met
        assert len(met) < size * bands.CROWD


def test_candidates_within_a_template_grow_with_the_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int] = []
    true = bands.alike

    def counting(rows: "bands.Numbers", one: "bands.Numbers", other: "bands.Numbers", least: float) -> "bands.Numbers":
        asked.append(len(one))
        return true(rows, one, other, least)

    monkeypatch.setattr(bands, "alike", counting)
    rng = random.Random(3)
    signs = [chr(0x4E00 + at) for at in range(3000)]
    frame = "围绕年度重点任务健全长效管理制度推动各项工作再上新台阶为高质量发展提供有力支撑"
    texts = [frame + "".join(rng.choices(signs, k=20)) for _ in range(8000)]
    totals = []
    for size in (2000, 8000):
        asked.clear()
        families(texts[:size], 0.9, jobs=1)
        totals.append(sum(asked))
    assert totals[1] < 5 * totals[0]
    assert totals[1] < 8000 * 7999 / 2 / 10


@pytest.mark.parametrize("least", [0.6, 0.85, 1.0])
def test_what_reaches_the_share_is_rarely_ruled_out_by_signatures(least: float) -> None:
    rng = random.Random(9)
    signs = [chr(0x4E00 + at) for at in range(3000)]
    texts: list[str] = []
    for _ in range(600):
        text = "".join(rng.choices(signs, k=60))
        texts += [text, text[rng.randrange(40) :]]
    ones = np.arange(0, len(texts), 2)
    share = bands.shares(*bands.codes_of_pairs(texts), ones, ones + 1)
    kept = bands.alike(signed(texts), ones, ones + 1, least)
    assert (~kept & (share >= least)).sum() <= 3
    assert not kept[share < least - 0.35].any()


# Families -------------------------------------------------------------------------------------------------------------


def test_copies_are_made_one_before_anything_else() -> None:
    assert collapsed(["乙", "甲甲", "", "乙", "甲"]) == (["乙", "甲甲", "甲"], [0, 1, -1, 0, 2], [2, 1, 1])
    assert collapsed([]) == ([], [], [])
    assert families(["水"] * 5000 + [""] * 10, 0.9) == [Family(0, tuple((at, 1.0) for at in range(1, 5000)))]


def test_who_is_like_anybody_is_in_a_family() -> None:
    """A row of five, each like the next: two families, and nobody is left over."""
    row = {at: {other: 0.9 for other in (at - 1, at + 1) if 0 <= other < 5} for at in range(5)}
    assert stars(row, [1] * 5) == {1: [(0, 0.9), (2, 0.9)], 3: [(4, 0.9)]}
    # 1 has most copies and takes 0 and 2; 3 then draws 2 out, for 2 is the only one like it.
    assert stars({at: row[at] for at in range(3)} | {2: {1: 0.9, 3: 0.8}, 3: {2: 0.8}}, [1, 5, 1, 1]) == {
        1: [(0, 0.9)],
        2: [(3, 0.8)],
    }
    # Two that had only each other, and a third like the second: the one in the middle becomes the first.
    assert stars({0: {1: 0.9}, 1: {0: 0.9, 2: 0.8}, 2: {1: 0.8}}, [9, 1, 1]) == {1: [(0, 0.9), (2, 0.8)]}


SIMILAR = st.lists(
    st.tuples(st.integers(0, 9), st.integers(0, 9), st.sampled_from([0.85, 0.9, 0.95])).filter(lambda one: one[0] != one[1]),
    max_size=25,
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(SIMILAR, st.lists(st.integers(1, 3), min_size=10, max_size=10))
def test_stars_leave_nobody_out_and_make_no_chains(edges: list[tuple[int, int, float]], counts: list[int]) -> None:
    like: near.Near = {}
    for one, other, share in edges:
        like.setdefault(one, {})[other] = share
        like.setdefault(other, {})[one] = share
    found = stars(like, counts)
    members = [*found, *(one for theirs in found.values() for one, _ in theirs)]
    assert sorted(members) == sorted(like)
    assert all(theirs and all(like[first][one] == share for one, share in theirs) for first, theirs in found.items())


def texts_of(rng: random.Random, size: int) -> list[str]:
    signs = [chr(0x4E00 + at) for at in range(80)]
    found: list[str] = []
    for _ in range(size):
        if found and rng.random() < 0.5:
            text = rng.choice(found)
            at = rng.randrange(len(text) + 1)
            found.append(text[:at] + rng.choice(["", "积极", "稳步"]) + text[at + rng.randrange(3) :])
        else:
            found.append("".join(rng.choices(signs, k=rng.choice((0, 1, 2, 5, 20, 40, 60)))))
    return found


@settings(max_examples=30, deadline=None)
@given(st.randoms(use_true_random=False), st.sampled_from([40, 90, 150]), st.sampled_from([0.75, 0.85, 1.0]))
def test_small_corpora_as_by_all_pairs(rng: random.Random, size: int, least: float) -> None:
    texts = texts_of(rng, size)
    truly = near_by_all_pairs(texts, least)
    found = families(texts, least)
    for family in found:
        first = pairs(texts[family.first])
        assert all(share == likeness(first, pairs(texts[at])) >= least for at, share in family.others)
    grouped = [at for family in found for at in family.all]
    assert len(grouped) == len(set(grouped))
    wanted = {at for pair in truly for at in pair}
    assert set(grouped) <= wanted
    assert len(wanted - set(grouped)) <= (0 if size <= near.FEW else 2 + len(wanted) // 50)


@pytest.mark.parametrize("size", [60, 700])
def test_neither_the_order_nor_the_threads_change_the_families(size: int) -> None:
    texts = texts_of(random.Random(size), size)
    turned = texts[:]
    random.Random(1).shuffle(turned)

    def named(texts: list[str], found: list[Family]) -> list[tuple[str, list[tuple[str, float]]]]:
        return sorted((texts[one.first], sorted((texts[at], share) for at, share in one.others)) for one in found)

    once = families(texts, LEAST, jobs=1)
    assert once == families(texts, LEAST, jobs=3) != []
    assert named(texts, once) == named(turned, families(turned, LEAST))


def test_chunks_do_not_change_the_families(monkeypatch: pytest.MonkeyPatch, planted: Corpus) -> None:
    texts = [bare(text) for text in planted.texts]
    once = families(texts, LEAST)
    monkeypatch.setattr(near, "CHUNK", 97)
    monkeypatch.setattr(bands, "_BLOCK", 10)
    assert families(texts, LEAST) == once


def test_a_long_chain_does_not_run_together() -> None:
    """Three hundred texts, each near the next one, the first nothing like the last."""
    signs = [chr(0x4E00 + at) for at in range(3 * 300 + 60)]
    texts = ["".join(signs[3 * link : 3 * link + 60]) for link in range(300)]
    found = families(texts, LEAST)
    assert sum(len(family.all) for family in found) == 300
    for family in found:
        assert all(abs(at - family.first) <= 4 for at in family.all)
        assert all(likeness(pairs(texts[family.first]), pairs(texts[at])) >= LEAST for at, _ in family.others)


def test_one_that_has_met_a_follower_only_is_compared_with_its_first(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = random.Random(3)
    signs = [chr(0x4E00 + at) for at in range(4000)]
    first = "".join(rng.choices(signs, k=80))
    met, late, *more = (first[:at] + "甲" + first[at + 1 :] for at in (9, 19, 29, 39))
    meetings = [{first, met}, {met, late}, *({first, one} for one in more)]

    class Missing(near._Threads):
        """Others do not meet, as happens to a few in a thousand."""

        def met(self, items: near.Items, codes: near.Codes, least: float) -> tuple["bands.Numbers", "bands.Numbers"]:
            one, other = super().met(items, codes, least)
            kept = np.array([{items[a], items[b]} in meetings for a, b in zip(one, other, strict=True)])
            return one[kept], other[kept]

    texts = [first, met, late, *more, *("".join(rng.choices(signs, k=40)) for _ in range(80))]
    expected = families(texts, LEAST)
    assert [family.all for family in expected] == [(0, 1, 2, 3, 4)]
    monkeypatch.setattr(near, "FAR", 1)
    with near.sharing(Missing(1)):
        assert families(texts, LEAST) == expected


def test_many_near_copies_of_one_text_follow_it() -> None:
    rng = random.Random(6)
    signs = [chr(0x5E00 + at) for at in range(4000)]
    text = "".join(rng.choices(signs, k=70))
    others = []
    for number in range(2000):
        at = rng.randrange(60)
        others.append(text[:at] + chr(0x4E00 + number) * 2 + text[at + 4 :])
    found = families([text, *others], LEAST)
    assert max(len(family.all) for family in found) >= 1990
    assert sum(len(family.all) for family in found) == 2001


def test_short_and_empty_texts_among_many() -> None:
    rng = random.Random(2)
    signs = [chr(0x4E00 + at) for at in range(4000)]
    texts = ["", "水", "水利", "", "水", "甲"] + ["".join(rng.choices(signs, k=30)) for _ in range(100)]
    assert families(texts, LEAST) == [Family(1, ((4, 1.0),))]
    assert families(["", "甲", ""], LEAST) == []


def test_many_sets_of_rows() -> None:
    rng = random.Random(5)
    sets = [frozenset(f"指标{rng.randrange(5000)}\t≥{rng.randrange(90)}" for _ in range(15)) for _ in range(400)]
    near_one = frozenset([*sorted(sets[33])[1:], "另一项\t≥5"])
    found = set_families([*sets, near_one, frozenset(), sets[8], frozenset()], 0.85)
    assert found == [Family(8, ((402, 1.0),)), Family(33, ((400, likeness(sets[33], near_one)),))]


# Planted copies -------------------------------------------------------------------------------------------------------


def test_corpora_hold_what_they_say(planted: Corpus) -> None:
    assert planted == corpus(3000, templates=12)
    assert len(planted.texts) == 3000
    assert min(len(planted.exact), len(planted.near), len(planted.innocent)) >= 50
    assert all(bare(planted.texts[one]) == bare(planted.texts[other]) for one, other in planted.exact)
    for one, other, share in planted.near:
        assert FARTHEST <= share == jaccard(planted.texts[one], planted.texts[other]) <= NEAREST
    for one, other, share in planted.innocent:
        assert share == jaccard(planted.texts[one], planted.texts[other]) <= INNOCENT


def test_planted_copies_are_found_and_innocents_are_not(planted: Corpus) -> None:
    texts = [bare(text) for text in planted.texts]
    found = families(texts, LEAST, 12)
    first = together(found, len(texts))
    assert all(first[one] == first[other] >= 0 for one, other in planted.exact)
    assert sum(first[one] < 0 for one, _, _ in planted.near) == 0
    apart = sum(first[one] != first[other] for one, other, _ in planted.near)
    assert apart <= len(planted.near) // 50
    assert [one for one in planted.innocent if first[one[0]] == first[one[1]] >= 0] == []


def test_recall_and_precision_against_all_pairs(planted: Corpus) -> None:
    texts = sorted({bare(text) for text in planted.texts})[:1500]
    truly = {at for pair in near_by_all_pairs(texts, LEAST) for at in pair}
    found = {at for family in families(texts, LEAST) for at in family.all}
    assert found <= truly
    assert len(found) >= 0.98 * len(truly) > 100
