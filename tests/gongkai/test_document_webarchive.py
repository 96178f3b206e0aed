"""Web archives (MHT): the page within is read as the page itself would be."""

from __future__ import annotations

from email import policy
from email.message import EmailMessage
from email.mime.image import MIMEImage
from email.mime.multipart import MIMEMultipart
from email.mime.nonmultipart import MIMENonMultipart
from email.mime.text import MIMEText

import msgspec
import pytest

import gongkai
from gongkai.document.webarchive import is_web_archive
from tests.generated import generate


def archived(page: bytes, encoding: str, *, wrapped: str = "quoted-printable", related: bool = True) -> bytes:
    """As browsers and Word do it: related parts, the page among them, its encoding declared with the part."""
    part = MIMENonMultipart("text", "html", charset=encoding)
    if wrapped == "base64":
        import base64

        part.set_payload(base64.encodebytes(page).decode())
    else:
        import quopri

        part.set_payload(quopri.encodestring(page).decode())
    part["Content-Transfer-Encoding"] = wrapped
    part["Content-Location"] = "http://www.example.gov.cn/report.htm"
    if not related:
        part["From"] = "<Saved by a browser>"
        part["Subject"] = "=?gb2312?B?sai45g==?="
        return part.as_bytes(policy=policy.SMTP)
    whole = MIMEMultipart("related", type="text/html")
    whole["From"] = "<Saved by a browser>"
    whole.attach(part)
    whole.attach(MIMEImage(b"\x89PNG\r\n\x1a\n", "png"))
    return whole.as_bytes(policy=policy.SMTP)


def _figures(report: gongkai.Report) -> list[tuple[object, ...]]:
    return [(cell.code, cell.value, cell.cell_state) for cell in report.cells]


@pytest.mark.parametrize("wrapped", ["quoted-printable", "base64"])
@pytest.mark.parametrize("related", [True, False])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_an_archive_gives_what_its_page_gives(wrapped: str, related: bool, encoding: str) -> None:
    made = generate(3, "D", template="word")
    page = made.html.decode(made.page.encoding).encode(encoding)
    direct = gongkai.extract(page)
    through = gongkai.extract(archived(page, encoding, wrapped=wrapped, related=related))
    assert _figures(direct)
    assert _figures(through) == _figures(direct)
    assert msgspec.structs.replace(through.head) == direct.head
    assert through.text == direct.text


def test_the_page_that_the_archive_names_as_its_start_is_taken() -> None:
    whole = MIMEMultipart("related", start="<second>")
    for name, text in (("first", "<p>页眉</p>"), ("second", generate(4, "C", template="plain").html.decode())):
        part = MIMEText(text, "html", "utf-8")
        part["Content-ID"] = f"<{name}>"
        whole.attach(part)
    assert _figures(gongkai.extract(whole.as_bytes()))


def test_an_archive_without_a_page_is_a_clear_problem() -> None:
    message = EmailMessage()
    message["From"] = "<Saved by a browser>"
    message.set_content("<p></p>", subtype="html")
    empty = message.as_bytes().replace(b"<p></p>", b"")
    assert is_web_archive(empty)
    with pytest.raises(gongkai.UnreadableSource) as refusal:
        gongkai.extract(empty)
    assert refusal.value.code == "web_archive_empty"


def test_a_text_with_a_colon_in_its_first_line_is_no_archive() -> None:
    assert not is_web_archive(b"Title: a report\nContent-Type is a header\n")
    assert not is_web_archive("标题：年度报告\n".encode())
