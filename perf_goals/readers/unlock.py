"""Files that open with a password → the same without one, in memory: PDF by pdfium, Office files by msoffcrypto.

The only module that calls msoffcrypto (extra ``password``).
"""

from collections.abc import Callable, Sequence
from io import BytesIO

from ..errors import UnreadableError
from .ole import MAGIC


def unlocked(data: bytes, where: str, passwords: Sequence[str]) -> bytes:
    """The file's content without protection, by the first password that opens it.

    Raises:
        UnreadableError: no password does, or the library for Office files is not installed.
    """
    opened: Callable[[bytes, str], bytes | None] = _office if data.startswith(MAGIC) else _pdf
    try:
        for password in passwords:
            if (plain := opened(data, password)) is not None:
                return plain
    except ModuleNotFoundError as error:
        missing = (error.name or "").partition(".")[0]
        if missing not in ("msoffcrypto", "pypdfium2"):
            raise
        raise UnreadableError(
            f"{where} 设有打开密码，用密码打开它需要的程序库没有安装（{missing}），"
            "请运行 pip install perf-goals[password]，或取消密码后再试"
        ) from None
    raise UnreadableError(f"给出的密码都打不开 {where}，请核对密码，或取消密码后再试")


def _pdf(data: bytes, password: str) -> bytes | None:
    import pypdfium2  # type: ignore[import-untyped]

    stream = BytesIO()
    try:
        with pypdfium2.PdfDocument(data, password=password) as document:
            document.save(stream, flags=pypdfium2.raw.FPDF_REMOVE_SECURITY)
    except pypdfium2.PdfiumError:
        return None
    return stream.getvalue()


def _office(data: bytes, password: str) -> bytes | None:
    import msoffcrypto

    stream = BytesIO()
    try:
        file = msoffcrypto.OfficeFile(BytesIO(data))
        file.load_key(password=password)
        file.decrypt(stream)
    except Exception:  # of a damaged file the library raises whatever its parsers do
        return None
    return stream.getvalue()
