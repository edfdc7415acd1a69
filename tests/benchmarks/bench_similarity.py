"""Seconds that finding copies takes, how they grow, and how many copies are found.

    python tests/benchmarks/bench_similarity.py [--sizes 100 1000] [--sample 1500]

The corpus is made up: departments with ten projects of twenty indicators each, goal texts put together from many clauses,
of which one in ten is written in one of a few frames that differ in two clauses, one in twenty is a copy of another
department's text and one in twenty a copy with a few words changed; indicator sets likewise. The views of the rules are
built beforehand. Measured is processor time of one process: the rules of the family 雷同, and the clusters of goals and sets
with their differences. Recall and precision of near copies are those of a sample of goal texts against comparing all pairs.
"""

import argparse
import gc
import random
import time
from decimal import Decimal
from itertools import combinations

from perf_goals.model import Document, Extraction, Goal, Indicator, Nature, Place, Raw, Scope, Target
from perf_goals.review import Judge
from perf_goals.rules import copying
from perf_goals.similarity import goal_clusters, set_clusters
from perf_goals.similarity.near import families
from perf_goals.similarity.normal import bare, likeness, pairs
from perf_goals.similarity.words import tokens


def listed(words: str) -> list[str]:
    return words.split("、")


DOES = listed(
    "新建、改造、维修、巡查、培训、慰问、采购、检测、宣传、演出、加固、治理、救助、补助、编制、评估、监测、普查、养护、回"
    "收"
)
THINGS = listed(
    "乡村公路、灌溉渠道、老旧小区、文化广场、图书馆、敬老院、校园食堂、排水管网、森林防火带、农贸市场、残疾人家庭、退役军"
    "人、种粮大户、中小企业、志愿者、社区医生、文物点、水库大坝、公交站台、路灯、垃圾中转站、村级会计、食品作坊、特种设备"
    "、地震台站、气象哨"
)
ENDS = listed(
    "11月底前全部完工、验收一次合格、群众出行更加方便、减少投诉和返工、按时拨付到位、建立长期管护办法、受益户签字确认、"
    "年底前公开结果、形成报告并归档、提前做好应急预案、服务对象满意、覆盖所有行政村"
)
FRAMES = (
    "围绕年度重点任务，{0}，进一步完善工作机制，{1}，切实增强群众获得感和幸福感",
    "根据上级要求和本单位职责，{0}，做到底数清、情况明，{1}，为高质量发展提供有力支撑",
    "坚持问题导向，{0}，健全长效管理制度，{1}，推动各项工作再上新台阶",
)


def clause(rng: random.Random) -> str:
    return f"{rng.choice(DOES)}{rng.choice(THINGS)}{rng.randint(2, 4000)}{rng.choice('个处户人次')}"


def goal_text(rng: random.Random, written: list[str]) -> str:
    luck = rng.random()
    if luck < 0.05 and written:
        return rng.choice(written)
    if luck < 0.10 and written:
        text = rng.choice(written)
        at = rng.randrange(len(text))
        return text[:at] + rng.choice(["积极", "稳步", "持续"]) + text[at:]
    if luck < 0.20:
        return rng.choice(FRAMES).format(clause(rng), clause(rng))
    parts = [clause(rng) for _ in range(rng.randint(2, 4))] + rng.sample(ENDS, rng.randint(1, 3))
    return "，".join(parts)


def targets(rng: random.Random, written: list[list[tuple[str, str]]], size: int) -> list[tuple[str, str]]:
    luck = rng.random()
    if luck < 0.04 and written:
        return rng.choice(written)
    if luck < 0.08 and written:
        rows = list(rng.choice(written))
        rows[rng.randrange(len(rows))] = (f"{rng.choice(THINGS)}数量", str(rng.randint(2, 9000)))
        return rows
    found = [(f"{rng.choice(DOES)}{rng.choice(THINGS)}数量", str(rng.randint(2, 4000))) for _ in range(size // 2)]
    found += [(f"{rng.choice(THINGS)}{rng.choice(('合格率', '完成率', '满意度'))}", rng.choice(("95", "100", "90")))
              for _ in range(size - len(found))]  # fmt: skip
    return found


def corpus(size: int, projects: int = 10, rows: int = 20) -> list[Extraction]:
    """``size`` documents, always the same ones."""
    rng = random.Random(size)
    texts: list[str] = []
    sets: list[list[tuple[str, str]]] = []
    found = []
    for number in range(size):
        file, department, year = f"{number:05}.txt", f"第{number // 2:04}局", 2025 + number % 2
        goals, indicators = [], []
        for at in range(projects):
            name = f"{rng.choice(DOES)}{rng.choice(THINGS)}{rng.choice(('经费', '项目', '补助资金'))}{at}"
            place = Place(file, line=at * (rows + 1) + 1, table=1, row=at * (rows + 1) + 1)
            text = goal_text(rng, texts)
            texts.append(text)
            amount = Decimal(rng.randint(1, 4000))
            goals.append(Goal(file, department, year, Scope.PROJECT, name, amount, text, place))
            chosen = targets(rng, sets, rows)
            sets.append(chosen)
            for row, (metric, value) in enumerate(chosen, 1):
                here = Place(file, line=place.line + row if place.line else row, table=1, row=row)
                unit = "%" if metric[-1] in "率度" else "个"
                target = Target(Nature.GE, Decimal(value), unit=unit, canonical=unit)
                indicators.append(
                    Indicator(
                        file, department, year, Scope.PROJECT, name, "产出指标", "数量指标", metric, target, None, None,
                        Raw(value=value, unit=unit), here, here,
                    )
                )  # fmt: skip
        found.append(Extraction(Document(file, "text", (), department, year, None), tuple(indicators), tuple(goals)))
    return found


def measure(size: int) -> None:
    extractions = corpus(size)
    judge = Judge(rules=copying.RULES)
    views = [judge.view(one) for one in extractions]
    gc.collect()
    gc.freeze()  # what was read before is not looked through again and again
    began = time.process_time()
    findings = len(judge.across(views)) + sum(len(judge.document(view)) for view in views)
    ruled = time.process_time()
    goals = goal_clusters(goal for one in extractions for goal in one.goals)
    goaled = time.process_time()
    sets = set_clusters(row for one in extractions for row in one.indicators)
    ended = time.process_time()
    print(
        f"| {size:,} | {sum(len(one.indicators) for one in extractions):,} | {ruled - began:.2f} | {goaled - ruled:.2f} | "
        f"{ended - goaled:.2f} | {ended - began:.2f} | {findings:,} | {len(goals):,} | {len(sets):,} |"
    )


def quality(sample: int, least: float = 0.85) -> None:
    """Of the texts that have a near copy by comparing all pairs how many are in a family, and the reverse."""
    goals = [goal.goal or "" for one in corpus(max(100, sample // 10 + 1)) for goal in one.goals]
    texts = sorted({bare(text) for text in goals})[:sample]
    marks = [pairs(text) for text in texts]
    truly = {at for one, two in combinations(range(len(texts)), 2) if likeness(marks[one], marks[two]) >= least
             for at in (one, two)}  # fmt: skip
    groups = families(texts, least)
    found = {at for family in groups for at in family.all}
    wrong = sum(likeness(marks[family.first], marks[at]) < least for family in groups for at, _ in family.others)
    print(
        f"\n{len(texts):,} different texts, {len(truly):,} with a near copy by comparing all pairs; "
        f"found {len(found & truly):,} of them (recall {len(found & truly) / max(1, len(truly)):.4f}), "
        f"members not like their first one: {wrong} (precision {1 - wrong / max(1, len(found)):.4f})"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[100, 1000])
    parser.add_argument("--sample", type=int, default=1500)
    options = parser.parse_args()
    tokens("医疗救助")  # loads the dictionary
    print("\n| documents | rows | rules s | goal clusters s | set clusters s | all s | findings | clusters | sets |")
    print("| --- | --- | --- | --- | --- | --- | --- | --- | --- |")
    for size in options.sizes:
        measure(size)
    quality(options.sample)


if __name__ == "__main__":
    main()
