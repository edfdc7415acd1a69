"""The page in headless Chromium, from a file and without a network: what a reviewer does with mouse and keyboard.

``PERF_GOALS_SCREENSHOTS`` names a folder that keeps pictures of what the browser showed.
"""

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from perf_goals import api, scoring
from perf_goals.model import Document, Extraction, Finding, FindingTarget, Grid, Place, Review, Severity
from perf_goals.page import write_page
from perf_goals.review import working_order

from . import pdfs

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "tests" / "documents" / "雁岭区民政局2026年部门预算.txt"
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-prefers-reduced-motion",
    "--window-size=1500,950",
)


def _program(*names: str) -> str | None:
    return next((found for name in names if (found := shutil.which(name))), None)


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    webdriver = pytest.importorskip("selenium.webdriver", reason="selenium is not installed")
    chromium = _program("chromium", "chromium-browser", "google-chrome")
    chromedriver = _program("chromedriver")
    if chromium is None or chromedriver is None:
        pytest.skip("no Chromium with its driver on this machine")
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('chromium')}"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(chromedriver))
    try:
        yield driver
    finally:
        driver.quit()


class Desk:
    """A page on the screen, and what can be done to it."""

    def __init__(self, driver: Any) -> None:
        self.driver = driver

    def all(self, css: str) -> list[Any]:
        found: list[Any] = self.driver.find_elements("css selector", css)
        return found

    def one(self, css: str) -> Any:
        return self.driver.find_element("css selector", css)

    def press(self, *keys: str) -> None:
        """Keys to whatever has the focus."""
        self.driver.switch_to.active_element.send_keys(*keys)

    def focus(self) -> str:
        found: str = self.driver.switch_to.active_element.get_attribute("id")
        return found

    def shown(self) -> list[str]:
        """Cards that are to be seen, in their order on the screen."""
        script = "return [...document.querySelectorAll('.card')].filter(one => one.offsetParent).map(one => one.id)"
        found: list[str] = self.driver.execute_script(script)
        return found

    def within(self, css: str) -> bool:
        """Whether the element stands in the window."""
        script = """const box = document.querySelector(arguments[0]).getBoundingClientRect();
            return box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth"""
        found: bool = self.driver.execute_script(script, css)
        return found

    def wait(self, done: Callable[[], bool]) -> None:
        from selenium.webdriver.support.wait import WebDriverWait

        WebDriverWait(self.driver, 300, poll_frequency=0.05).until(lambda _: done())

    def photo(self, name: str) -> None:
        folder = os.environ.get("PERF_GOALS_SCREENSHOTS")
        if folder:
            assert self.driver.save_screenshot(str(Path(folder, f"{name}.png")))


@pytest.fixture
def desk(browser: Any) -> Iterator[Desk]:
    yield Desk(browser)
    assert browser.get_log("browser") == []  # no error and no refusal by the page's own policy


def opened(desk: Desk, review: Review, path: Path) -> Review:
    write_page(review, path)
    desk.driver.get(path.as_uri())
    return review


@pytest.fixture
def sample(desk: Desk, tmp_path: Path) -> Review:
    """A review that is opened; its findings as the page numbers them."""
    (one,) = scoring.documents(api.judge(api.run(SAMPLE)))
    assert len(one.findings) > 3
    opened(desk, one, tmp_path / "页 #1%.html")
    return replace(one, findings=tuple(one.findings[at] for at, _ in working_order(one)))


def test_filter_by_severity_and_category(desk: Desk, sample: Review) -> None:
    every = [f"f{number}" for number in range(1, len(sample.findings) + 1)]
    assert desk.shown() == every
    desk.photo("1-open")
    first = sample.findings[0].severity
    desk.one(f"input[name=severity][value={first}]").click()
    kept = [name for name, each in zip(every, sample.findings, strict=True) if each.severity is not first]
    assert desk.shown() == kept
    assert desk.one("#count").text == f"显示 {len(kept)} / {len(every)} 处"
    off = {sign.get_attribute("data-f") for sign in desk.all(".mark.off")}
    assert off == {name[1:] for name in every if name not in kept}
    desk.photo("2-filtered")
    desk.one("#filters summary").click()
    desk.one("#no").click()
    assert desk.shown() == []
    assert desk.one("#none").is_displayed()
    category = sample.findings[0].category
    desk.one(f"input[name=category][value={category}]").click()
    desk.one(f"input[name=severity][value={first}]").click()
    assert desk.shown() == [
        name for name, each in zip(every, sample.findings, strict=True) if each.category == category
    ]
    desk.one("#reset").click()
    assert desk.shown() == every


def test_search_with_the_keyboard(desk: Desk, sample: Review) -> None:
    from selenium.webdriver.common.keys import Keys

    code = sample.findings[-1].code
    every = desk.shown()
    desk.one("body").send_keys("/")
    assert desk.focus() == "search"
    desk.press(code.lower())
    wanted = [f"f{number}" for number, each in enumerate(sample.findings, 1) if each.code == code]
    desk.wait(lambda: desk.shown() == wanted)
    desk.press(Keys.ARROW_DOWN)
    assert desk.focus() == wanted[0]
    desk.one("#search").click()
    desk.press(Keys.ESCAPE)
    assert desk.shown() == every


def test_from_the_finding_to_the_cell_and_back(desk: Desk, sample: Review) -> None:
    from selenium.webdriver.common.keys import Keys

    link = desk.one("#f2 a.jump")
    spot = desk.one("#f2").get_attribute("data-spot")
    desk.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", link)
    link.click()
    assert desk.focus() == spot
    assert desk.within(f"#{spot}")
    assert "at" in desk.one(f"#{spot}").get_attribute("class").split()
    desk.photo("3-at-the-cell")
    desk.one("#back").click()
    assert desk.focus() == "f2"
    assert desk.within("#f2")
    assert not desk.one("#back").is_displayed()
    desk.press(Keys.ARROW_DOWN)
    assert desk.focus() == "f3"
    goal = desk.one("#f3").get_attribute("data-spot")
    desk.press(Keys.ENTER)
    assert desk.focus() == goal
    assert desk.within(f"#{goal}")
    desk.press(Keys.ESCAPE)
    assert desk.focus() == "f3"
    desk.press(Keys.HOME)
    assert desk.focus() == "f1"
    desk.press(Keys.END)
    assert desk.focus() == f"f{len(sample.findings)}"


def test_from_a_sign_in_the_table_to_a_finding_that_is_filtered_out(desk: Desk, sample: Review) -> None:
    from selenium.webdriver.common.keys import Keys

    sign = desk.one(".printed .mark[data-f='2']")
    sign.send_keys(Keys.ENTER)
    assert desk.focus() == "f2"
    assert desk.within("#f2")
    desk.press(Keys.ESCAPE)
    assert desk.driver.switch_to.active_element == sign
    desk.one("#search").send_keys("没有这样的字")
    desk.wait(lambda: desk.shown() == [])
    desk.driver.execute_script("arguments[0].click()", sign)
    assert desk.focus() == "f2"
    assert len(desk.shown()) == len(sample.findings)


def test_the_first_tabs_skip_to_the_panel_and_to_the_tables(desk: Desk, sample: Review) -> None:
    from selenium.webdriver.common.keys import Keys

    desk.one("body").send_keys(Keys.TAB)
    assert desk.driver.switch_to.active_element.text == "跳到问题"
    assert desk.within(".skip:focus")
    desk.press(Keys.ENTER)
    assert desk.focus() == "panel-title"
    desk.press(Keys.TAB)
    assert desk.focus() == "search"


def test_an_address_with_a_finding_opens_it(desk: Desk, sample: Review) -> None:
    desk.driver.get(desk.driver.current_url + "#f3")
    desk.wait(lambda: desk.focus() == "f3")
    assert desk.within("#f3")


def test_sorting_by_severity_and_by_points(desk: Desk, sample: Review) -> None:
    rank = list(Severity)
    number = range(1, len(sample.findings) + 1)
    desk.one("#sort option[value=severity]").click()
    by_severity = sorted(number, key=lambda one: (rank.index(sample.findings[one - 1].severity), one))
    assert desk.shown() == [f"f{one}" for one in by_severity]
    desk.one("#sort option[value=points]").click()
    points = [float(desk.one(f"#{name}").get_attribute("data-points")) for name in desk.shown()]
    assert points == sorted(points, reverse=True)
    assert points[0] > 0
    desk.one("#sort option[value=place]").click()
    places = [int(desk.one(f"#{name}").get_attribute("data-place")) for name in desk.shown()]
    assert places == sorted(places)
    desk.one("#sort option[value=number]").click()
    assert desk.shown() == [f"f{one}" for one in number]


def test_the_printed_page_has_the_findings_and_no_tools(desk: Desk, sample: Review) -> None:
    desk.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
    try:
        assert desk.shown() == [f"f{number}" for number in range(1, len(sample.findings) + 1)]
        assert [desk.one(css).is_displayed() for css in ("#filters", ".go", ".skip", "#back")] == [False] * 4
        below = "return document.querySelector(arguments[0]).getBoundingClientRect().top + scrollY"
        assert desk.driver.execute_script(below, "#panel") > desk.driver.execute_script(below, ".printed")
    finally:
        desk.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})


def test_the_picture_of_a_page_and_its_frames(desk: Desk, tmp_path: Path) -> None:
    rows = [["项目名称", "一级指标", "三级指标", "目标值"], ["培训", "产出指标", "培训人次", "显著"]]
    sheet = pdfs.Sheet().text(60, 40, "项目支出绩效目标表").grid([60, 150, 240, 350, 450], [50, 80, 120], rows)
    path = tmp_path / "表.pdf"
    path.write_bytes(pdfs.pdf(sheet))
    (one,) = scoring.documents(api.judge(api.run(path)))
    opened(desk, one, tmp_path / "页.html")
    assert not desk.one(".scan img").is_displayed()
    look = desk.one("a.look")
    desk.driver.execute_script("arguments[0].scrollIntoView({block: 'center'})", look)
    look.click()
    target = (look.get_attribute("href") or "").split("#")[1]
    assert desk.focus() == target
    assert desk.one(".scan img").is_displayed()
    assert desk.driver.execute_script("return document.querySelector('.scan img').naturalWidth") > 700
    desk.photo("4-picture")
    desk.one(f"#{target}").click()
    assert desk.focus() == f"f{target[1:]}"
    for shown in (False, True):  # one picture is open: the first press opens all, the second folds them up
        desk.one("#pictures").click()
        assert desk.one(".scan img").is_displayed() is not shown


def test_five_thousand_rows_and_hostile_text(desk: Desk, tmp_path: Path) -> None:
    file, count = "大.xlsx", 5_000
    bad = "<img src=x onerror=\"document.title='坏'\"><script>document.title='坏'</script>"
    heading = ("项目", "三级指标", "目标值", "说明")
    cells = (heading, *((f"项目{row}", f"培训第{row}期", "有所提高", bad) for row in range(count)))
    origins = tuple(Place(file, sheet="表", table=1, row=row + 1) for row in range(count + 1))
    boxes = tuple(tuple(f"{column}{row + 1}" for column in "ABCD") for row in range(count + 1))
    document = Document(file, "xlsx", (Grid(cells, origins, (), boxes),), "局", 2026)
    findings = tuple(
        Finding(
            file,
            "M107",
            "unmeasurable",
            list(Severity)[row % 3],
            1.0,
            f"“培训第{row}期”{bad}",
            None,
            "审核惯例",
            (FindingTarget("document"),),
            Place(file, sheet="表", table=1, row=row + 2, cell=f"C{row + 2}"),
        )
        for row in range(0, count, 2)
    )
    review = Review((Extraction(document),), findings=findings, owners=(0,) * len(findings), judged=True)
    opened(desk, review, tmp_path / "大.html")
    assert desk.driver.title == "局 2026 绩效目标表审核"
    desk.one("#search").send_keys("第4998期")
    desk.wait(lambda: desk.one("#count").text == "显示 1 / 2500 处")
    (card,) = desk.shown()
    desk.one(f"#{card} a.jump").click()
    assert desk.focus() == "c1-5000-3"
    assert desk.within("#c1-5000-3")
    desk.photo("5-large")
