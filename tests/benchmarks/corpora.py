"""Corpora of goal texts for benchmarks of copies: made of templates and of clauses, with what was planted in them.

Of a hundred texts about fifty are put together from clauses, thirty-five written in one of some hundred templates (with works,
places and figures of their own), five are exact copies of an earlier text, five near copies of one (Jaccard share of character
pairs 0.8 to 0.95), five planted innocents: the template of an earlier text filled with other work, below a share of 0.7.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from perf_goals.similarity.normal import bare, pairs

NEAREST, FARTHEST = 0.95, 0.8
INNOCENT = 0.7


def _listed(words: str) -> list[str]:
    return words.split()


_DOES = _listed(
    "新建 改造 维修 巡查 培训 慰问 采购 检测 宣传 演出 加固 治理 救助 补助 编制 评估 监测 普查 养护 回收 清运 绿化 排查 "
    "调解 资助 扶持 招聘 帮扶 修缮 勘测 复垦 疏浚 抽检 推广 建档 签约 随访 免疫 普及 配送"
)
_THINGS = _listed(
    "乡村公路 灌溉渠道 老旧小区 文化广场 图书馆 敬老院 校园食堂 排水管网 森林防火带 农贸市场 残疾人家庭 退役军人 种粮大户 "
    "中小企业 志愿者 社区医生 文物点 水库大坝 公交站台 路灯 垃圾中转站 村级会计 食品作坊 特种设备 地震台站 气象哨 桥梁涵洞 "
    "体育健身路径 乡镇卫生院 幼儿园 留守儿童 困难职工 贫困母亲 失能老人 孤儿 优抚对象 高标准农田 机井 蔬菜大棚 养殖场 "
    "疫苗接种点 血防村 煤矿 加油站 人行天桥 地下停车场 博物馆藏品 非遗传承人 戏曲剧团 农家书屋 广播发射台 电子政务平台 "
    "信访积案 法律援助案件 社区矫正对象 禁毒宣传点 消防栓 应急避难所 避险搬迁户 河道采砂点 黑臭水体 尾矿库 湿地 古树名木 "
    "松材线虫病疫木 草原围栏 渔政船 屠宰场 粮食储备库 价格监测点 计量器具 商标品牌 专利 科技特派员 孵化器 院士工作站 "
    "职业农民 护理员 家政从业者 高校毕业生 零就业家庭 工伤职工 医保定点机构 药品经营店 学校实验室 教师周转房"
)
_ENDS = _listed(
    "11月底前全部完工 验收一次合格 群众出行更加方便 减少投诉和返工 按时拨付到位 建立长期管护办法 受益户签字确认 年底前公开结果 "
    "形成报告并归档 提前做好应急预案 服务对象满意 覆盖所有行政村 做到不漏一户 经费使用有账可查 及时发放到人 当年见到成效 "
    "不发生安全事故 每季度通报一次 逐步扩大范围 与去年相比有所提高 由第三方抽查 接受社会监督 资料齐全 让更多的人受益"
)
_OPENINGS = _listed(
    "围绕年度重点任务 根据上级要求和本单位职责 坚持问题导向 按照全年工作部署 立足本地实际 落实乡村振兴部署 为了改善民生 "
    "结合群众需要 依照有关规划 以服务基层为宗旨 对照考核办法 在上年工作的基础上 统筹使用财政资金 针对薄弱环节"
)
_MIDDLES = _listed(
    "进一步完善工作机制 健全长效管理制度 做到底数清情况明 加强部门之间的协作 严格项目和资金管理 落实各方面的责任 "
    "充实一线工作力量 优化办事流程 加大投入力度 规范操作程序 强化过程监督 改进服务方式 提高资金使用效益 明确时间进度"
)
_CLOSINGS = _listed(
    "切实增强群众获得感和幸福感 为高质量发展提供有力支撑 推动各项工作再上新台阶 促进经济社会协调发展 维护社会和谐稳定 "
    "不断提升公共服务水平 改善生产生活条件 保障人民群众切身利益 树立良好的部门形象 形成齐抓共管的局面"
)
_ADDED = _listed("积极 稳步 持续 切实 全面 有序 认真 进一步 着力 扎实")
_SYLLABLES = (
    "青柳河石桥雁岭松梅兰竹东西南北上下前后大小新老长平安宁永福清明金银玉龙凤虎鹤山水泉溪湖江海林田庄店集镇口湾塘坪"
)
_STEPS = "区县镇乡村"
_COUNTED = "个处户人次公里座套亩台"


@dataclass(frozen=True, slots=True)
class Corpus:
    """Texts and what was planted: (position of the copy, position of what it was made from, in near also the share).

    Positions are of ``texts``, which is shuffled.
    """

    texts: list[str]
    exact: list[tuple[int, int]] = field(default_factory=list)
    near: list[tuple[int, int, float]] = field(default_factory=list)
    innocent: list[tuple[int, int, float]] = field(default_factory=list)


def jaccard(one: str, other: str) -> float:
    """The share of character pairs of two texts' bare forms."""
    mine, theirs = pairs(bare(one)), pairs(bare(other))
    return len(mine & theirs) / len(mine | theirs) if mine or theirs else 0.0


def corpus(size: int, seed: int = 0, templates: int = 400) -> Corpus:
    """``size`` goal texts, always the same ones."""
    rng = random.Random(f"{size}-{seed}")
    frames = [_frame(rng) for _ in range(templates)]
    texts: list[str] = []
    used: list[int] = []  # of each text its template, -1 for none
    own: list[int] = []  # positions of texts that are no copies
    found = Corpus(texts)
    while len(texts) < size:
        luck = rng.random()
        frame, text = -1, ""
        if luck < 0.15 and own:
            first = rng.choice(own)
            if luck < 0.05:
                text = _printed_otherwise(texts[first], rng)
                found.exact.append((len(texts), first))
            elif luck < 0.10:
                text, share = _until(lambda: _edited(texts[first], rng), texts[first], FARTHEST, NEAREST)  # noqa: B023
                if text:
                    found.near.append((len(texts), first, share))
            elif used[first] >= 0:
                frame = used[first]
                text, share = _until(lambda: _filled(frames[frame], rng), texts[first], 0.0, INNOCENT)  # noqa: B023
                if text:
                    found.innocent.append((len(texts), first, share))
        if not text:
            frame = min(rng.randrange(templates), rng.randrange(templates)) if rng.random() < 0.4 else -1
            text = _filled(frames[frame], rng) if frame >= 0 else _clauses(rng)
            own.append(len(texts))
        elif frame >= 0:
            own.append(len(texts))
        texts.append(text)
        used.append(frame)
    return _shuffled(found, rng)


def _until(make: Callable[[], str], first: str, least: float, most: float) -> tuple[str, float]:
    """A text made until its share with the first lies between two bounds; "" if that does not come about."""
    for _ in range(12):
        text = make()
        share = jaccard(first, text)
        if least <= share <= most:
            return text, share
    return "", 0.0


def _place(rng: random.Random) -> str:
    return "".join(rng.choices(_SYLLABLES, k=2)) + rng.choice(_STEPS)


def _work(rng: random.Random) -> str:
    where = _place(rng) if rng.random() < 0.5 else ""
    return f"{where}{rng.choice(_DOES)}{rng.choice(_THINGS)}{rng.randint(2, 4000)}{rng.choice(_COUNTED)}"


def _frame(rng: random.Random) -> str:
    """A template: fixed clauses and one to three places for works."""
    slots = ["{}"] * rng.choice((1, 2, 2, 3))
    fixed = [rng.choice(_OPENINGS), *rng.sample(_MIDDLES, rng.randint(0, 2)), rng.choice(_CLOSINGS)]
    if rng.random() < 0.3:
        fixed.pop(0)
    middle = slots + fixed[1:-1]
    rng.shuffle(middle)
    return "，".join([*fixed[:1], *middle, *fixed[1:][-1:]])


def _filled(frame: str, rng: random.Random) -> str:
    return frame.format(*(_work(rng) for _ in range(frame.count("{}"))))


def _clauses(rng: random.Random) -> str:
    parts = [_work(rng) for _ in range(rng.randint(2, 4))] + rng.sample(_ENDS, rng.randint(0, 2))
    return "，".join(parts)


def _printed_otherwise(text: str, rng: random.Random) -> str:
    """The same but for what print adds."""
    return rng.choice(("{}", "{}。", "一、{}", " {}", "1．{}；")).format(text.replace("，", rng.choice("，,；")))


def _edited(text: str, rng: random.Random) -> str:
    """A word put in, a run taken out, another figure, another place: one to three times."""
    for _ in range(rng.randint(1, 3)):
        at = rng.randrange(len(text))
        luck = rng.random()
        if luck < 0.4:
            text = text[:at] + rng.choice(_ADDED) + text[at:]
        elif luck < 0.6:
            text = text[:at] + text[at + rng.randint(1, 3) :]
        elif luck < 0.8:
            text = text[:at] + str(rng.randint(2, 900)) + text[at + 2 :]
        else:
            text = text[:at] + _place(rng) + text[at + 3 :]
    return text


def _shuffled(made: Corpus, rng: random.Random) -> Corpus:
    order = list(range(len(made.texts)))
    rng.shuffle(order)
    place = [0] * len(order)
    for at, was in enumerate(order):
        place[was] = at
    return Corpus(
        [made.texts[was] for was in order],
        [(place[one], place[other]) for one, other in made.exact],
        [(place[one], place[other], share) for one, other, share in made.near],
        [(place[one], place[other], share) for one, other, share in made.innocent],
    )
