"""The letter as a Word document: A4, the margins, fonts and sizes of an official letter, page numbers."""

import io
from collections.abc import Sequence
from typing import Any

import docx
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

BODY, HEADS = "仿宋", "黑体"
# where a machine has no font of the first name, Word and LibreOffice take one of the others
_FONTS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<w:fonts xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:font w:name="仿宋"><w:altName w:val="FangSong,仿宋_GB2312,STFangsong"/><w:charset w:val="86"/>'
    '<w:family w:val="modern"/><w:pitch w:val="fixed"/></w:font>'
    '<w:font w:name="黑体"><w:altName w:val="SimHei,STHeiti"/><w:charset w:val="86"/><w:family w:val="modern"/>'
    '<w:pitch w:val="fixed"/></w:font>'
    '<w:font w:name="Times New Roman"><w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font>'
    "</w:fonts>"
)


class Paper:
    """The letter on A4, written from top to bottom."""

    def __init__(self) -> None:
        document: Any = docx.Document()
        self.document = document
        page = document.sections[0]
        page.page_width, page.page_height = Cm(21), Cm(29.7)
        page.top_margin, page.bottom_margin = Cm(3.7), Cm(3.5)
        page.left_margin, page.right_margin = Cm(2.8), Cm(2.6)
        page.footer_distance = Cm(2.2)
        self._font(document.styles["Normal"], BODY, 16)
        document.styles["Normal"].paragraph_format.line_spacing = Pt(28)
        document.styles["Normal"].paragraph_format.space_after = Pt(0)
        for level, size in ((1, 16), (2, 16)):
            style = document.styles[f"Heading {level}"]
            self._font(style, HEADS if level == 1 else BODY, size)
            style.font.bold = level == 2
            style.paragraph_format.space_before = style.paragraph_format.space_after = Pt(0)
        self._about()
        self._numbers(page.footer.paragraphs[0])

    def title(self, text: str) -> None:
        made = self.document.add_paragraph()
        self._run(made, text, HEADS, 22)
        self._center(made)
        made.paragraph_format.space_after = Pt(24)
        made.paragraph_format.line_spacing = Pt(36)
        self.document.core_properties.title = text

    def heading(self, text: str) -> None:
        self.document.add_heading(text, 1).paragraph_format.first_line_indent = Pt(32)

    def subheading(self, text: str) -> None:
        self.document.add_heading(text, 2).paragraph_format.first_line_indent = Pt(32)

    def paragraph(self, text: str, *, indent: bool = True) -> None:
        made = self.document.add_paragraph(text)
        if indent:
            made.paragraph_format.first_line_indent = Pt(32)

    def small(self, text: str) -> None:
        made = self.document.add_paragraph()
        self._run(made, text, BODY, 10.5)

    def table(self, rows: Sequence[Sequence[str]]) -> None:
        width = len(rows[0])
        made = self.document.add_table(len(rows), width)
        made.style = self.document.styles["Table Grid"]
        made.alignment = WD_TABLE_ALIGNMENT.CENTER
        made.autofit = False
        figures = 1.35
        sizes = [15.6 - figures * (width - 1), *[figures] * (width - 1)]
        for column, size in zip(made.columns, sizes, strict=True):
            column.width = Cm(size)  # LibreOffice goes by the columns, Word by the cells
        cells = made._cells  # one walk: table.cell looks through all of them each time
        for at, cell in enumerate(cells):
            row, column = divmod(at, width)
            cell.width = Cm(sizes[column])
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.line_spacing = Pt(15)
            self._run(paragraph, rows[row][column], HEADS if row == 0 else BODY, 10)
            if column or not row:
                self._center(paragraph)
        heading = made.rows[0]._tr.get_or_add_trPr()
        heading.append(OxmlElement("w:tblHeader"))  # repeated on every page
        for row in made.rows:
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))

    def sign(self, lines: Sequence[str]) -> None:
        for at, text in enumerate(lines):
            made = self.document.add_paragraph(text)
            made.alignment = WD_ALIGN_PARAGRAPH.RIGHT
            made.paragraph_format.right_indent = Pt(32)
            made.paragraph_format.keep_with_next = at + 1 < len(lines)
            if at == 0:
                made.paragraph_format.space_before = Pt(56)

    def data(self) -> bytes:
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()

    def _font(self, style: Any, name: str, size: float) -> None:
        style.font.name = "Times New Roman"
        style.font.size = Pt(size)
        style.font.color.rgb = RGBColor(0, 0, 0)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for themed in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):  # a theme's font would win
            fonts.attrib.pop(qn(f"w:{themed}"), None)
        fonts.set(qn("w:eastAsia"), name)

    def _run(self, paragraph: Any, text: str, name: str, size: float) -> None:
        if text:
            self._font(paragraph.add_run(text), name, size)

    def _center(self, paragraph: Any) -> None:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.first_line_indent = Pt(0)

    def _numbers(self, paragraph: Any) -> None:
        self._center(paragraph)
        for before, field, after in (("第 ", "PAGE", " 页"), ("，共 ", "NUMPAGES", " 页")):
            self._run(paragraph, before, BODY, 10.5)
            self._run(paragraph, "1", BODY, 10.5)
            made = OxmlElement("w:fldSimple")
            made.set(qn("w:instr"), field)
            made.append(paragraph.runs[-1]._r)  # moved into the field, which keeps its look
            paragraph._p.append(made)
            self._run(paragraph, after, BODY, 10.5)

    def _about(self) -> None:
        """The template's own author, remark and fonts are not ours."""
        about = self.document.core_properties
        about.author = about.last_modified_by = "perf_goals"
        about.comments = ""
        for part in self.document.part.package.iter_parts():
            if str(part.partname) == "/word/fontTable.xml":
                part._blob = _FONTS.encode("utf-8")
