"""Budget documents of invented offices, as many as are wanted, always the same ones."""

import random
from pathlib import Path


def _listed(words: str) -> list[str]:
    return words.split("、")


HEAD = "项目名称\t预算数\t绩效目标\t一级指标\t二级指标\t三级指标\t指标性质\t指标值\t计量单位\n"
COUNTIES = _listed("柳河区、石桥区、青河区、松岚县、桐泽县、云岭县、雁岭区、北湾区、南屏县、沙溪县")
OFFICES = _listed("文化馆、水务局、民政局、教育局、农业农村局、交通运输局、残联、图书馆、园林所、疾控中心")
DOES = _listed("新建、改造、维修、巡查、培训、慰问、采购、检测、宣传、加固、治理、救助、评估、监测、普查、养护")
THINGS = _listed(
    "乡村公路、灌溉渠道、老旧小区、文化广场、敬老院、校园食堂、排水管网、森林防火带、农贸市场、种粮大户、志愿者、水库大坝、"
    "公交站台、路灯、垃圾中转站、食品作坊、特种设备、气象哨"
)
ENDS = _listed("11月底前全部完工、群众出行更加方便、按时拨付到位、受益户签字确认、年底前公开结果、形成报告并归档")


def office(number: int) -> str:
    county = COUNTIES[number % len(COUNTIES)]
    return f"伊水市{county}{OFFICES[number // len(COUNTIES) % len(OFFICES)]}{_more(number)}"


def _more(number: int) -> str:
    batch = number // (len(COUNTIES) * len(OFFICES))
    return "" if batch == 0 else f"第{batch}分局"


def text(number: int, year: int = 2026, projects: int = 6, rows: int = 6) -> str:
    """One document: as many projects with as many indicators each."""
    rng = random.Random(number * 10_000 + year)
    lines = [f"{office(number)}{year}年部门预算\n\n"]
    lines += [
        f"第{part}部分　{rng.choice(THINGS)}工作由{office(number)}负责，{rng.choice(ENDS)}。\n" for part in "一二三四"
    ]
    lines.append("\n项目支出绩效目标表\n\n单位：万元\n\n" + HEAD)
    for project in range(projects):
        does, thing = rng.choice(DOES), rng.choice(THINGS)
        count = rng.randint(3, 4000)
        goal = f"{does}{thing}{count}处，{rng.choice(ENDS)}，{rng.choice(ENDS)}。"
        front = f"{does}{thing}{project + 1}\t{rng.randint(1, 900)}.5\t{goal}"
        lines.append(f"{front}\t产出指标\t数量指标\t{does}{thing}数量\t≥\t{count}\t处\n")
        for row in range(1, rows):
            name, value, unit = rng.choice(
                [
                    (f"{thing}合格率", str(rng.choice((90, 95, 98, 100))), "%"),
                    (f"{rng.choice(THINGS)}{does}及时率", str(rng.choice((90, 95, 100))), "%"),
                    (f"{rng.choice(DOES)}{rng.choice(THINGS)}次数", str(rng.randint(2, 60)), "次"),
                    (f"{thing}服务人次", str(rng.randint(100, 9000)), "人次"),
                ]
            )
            lines.append(
                f"{front}\t产出指标\t{'质量' if unit == '%' else '数量'}指标\t{name}{row}\t≥\t{value}\t{unit}\n"
            )
        lines.append(f"{front}\t满意度指标\t服务对象满意度指标\t群众满意度\t≥\t{rng.choice((85, 90, 95))}\t%\n")
    return "".join(lines)


def write(folder: Path, count: int, year: int = 2026, **shape: int) -> list[Path]:
    """So many documents in a folder, in order."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{number:05}{office(number)}{year}年部门预算.txt" for number in range(count)]
    for number, path in enumerate(paths):
        path.write_text(text(number, year, **shape), encoding="utf-8")
    return paths
