#!/usr/bin/env python3
"""An archive of files of all formats, made of own text, the same every time.

    Benchmarks/folders/mixed.py FOLDER [--files 20000]

Each format has a folder of its own, FOLDER/FORMAT/NN/…. Containers hold a few files each; `files` counts
what stands on the disk. 7z archives need bsdtar (Debian: libarchive-tools); .doc, .xls and .ppt are the
small files that the tests have, each with a tail of its own number, which their readers pass over.
"""
import argparse
import base64
import gzip
import io
import json
import os
import quopri
import random
import shutil
import subprocess
import tarfile
import zipfile
from email.header import Header
from xml.sax.saxutils import escape

WORDS = """mặt trận tổ quốc việt nam ủy ban nhân dân thành phố hà nội hội nghị đại biểu phát triển kinh tế
xã hội nông thôn mới giáo dục y tế giao thông xây dựng quy hoạch đầu tư văn hóa thể thao du lịch môi
trường biển đảo lũ lụt mùa màng cà phê cao su học sinh sinh viên bệnh viện bác sĩ kỹ sư công nhân nông
dân ngư dân đình làng lễ hội bến sông con đò mái chèo cánh đồng lúa chín bờ đê hàng tre giếng nước sân
đình phiên chợ gánh hàng rong tiếng trống trường tà áo dài nón lá câu hát quan họ điệu lý con sáo""".split()
FIXTURES = os.path.dirname(os.path.abspath(__file__)) + "/../../Tests/IngestTests/Fixtures"
# So many of a thousand files.
SHARES = dict(
    html=240, txt=200, docx=120, pdf=70, eml=70, md=30, rtf=30, maildir=30, xlsx=30, odt=30, csv=20,
    pptx=20, epub=10, mhtml=10, ods=10, odp=10, doc=10, zip=8, xml=8, targz=5, feed=5, warc=5, mbox=4,
    xls=4, ppt=4, ndjson=3, tei=3, sevenzip=3, nested=3)


class Text:
    """Sentences in the order of a seed."""

    def __init__(self, seed):
        self.random = random.Random(seed)

    def sentence(self):
        text = " ".join(self.random.choices(WORDS, k=self.random.randint(6, 22)))
        return text[0].upper() + text[1:] + "."

    def paragraph(self):
        return " ".join(self.sentence() for _ in range(self.random.randint(2, 6)))

    def title(self):
        return self.sentence()[:-1]

    def body(self):
        return [self.paragraph() for _ in range(self.random.randint(3, 9))]

    def rows(self, count):
        return [[str(n), self.title()[:40], str(self.random.randint(1, 10**6)),
                 f"{self.random.randint(1, 28)}/{self.random.randint(1, 12)}/2023"] for n in range(count)]

    def name(self):
        return " ".join(word.capitalize() for word in self.random.choices(WORDS, k=3))


def zipped(*members, store=()):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members:
            kind = zipfile.ZIP_STORED if name in store else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name, (2023, 1, 1, 0, 0, 0)), data, kind)
    return buffer.getvalue()


def txt(text):
    return (text.title() + "\n\n" + "\n\n".join(text.body()) + "\n").encode()


def md(text):
    return (f"# {text.title()}\n\n" + "\n\n".join(text.body()) + f"\n\n## {text.title()}\n\n- "
            + "\n- ".join(text.body()) + "\n").encode()


def html(text):
    title = text.title()
    return (
        f"<!doctype html><html><head><meta charset=utf-8><title>{title}</title></head><body>"
        "<nav><a href=/>Trang chủ</a> <a href=/moi>Tin mới</a> <a href=/lien-he>Liên hệ</a></nav><article>"
        f"<h1>{title}</h1>" + "".join(f"<p>{part}</p>" for part in text.body())
        + "</article><footer>Liên hệ toà soạn</footer></body></html>").encode()


def mhtml(text):
    return (b"MIME-Version: 1.0\r\nSubject: Trang\r\nContent-Type: multipart/related; boundary=b; "
            b"type=\"text/html\"\r\n\r\n--b\r\nContent-Type: text/html; charset=utf-8\r\n"
            b"Content-Transfer-Encoding: quoted-printable\r\nContent-Location: http://vi.vn/\r\n\r\n"
            + quopri.encodestring(html(text)) + b"\r\n--b--\r\n")


def eml(text):
    subject = Header(text.title(), "utf-8").encode()
    body = base64.encodebytes("\n\n".join(text.body()).encode()).decode()
    return (f"From: {Header(text.name(), 'utf-8').encode()} <a@lang.vn>\nTo: b@lang.vn\nSubject: {subject}\n"
            f"Date: Mon, 5 Jan 2026 08:00:00 +0700\nMessage-ID: <{text.random.getrandbits(64)}@lang.vn>\n"
            "MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\n"
            f"Content-Transfer-Encoding: base64\n\n{body}").encode()


def mbox(text):
    return b"".join(b"From a@lang.vn Mon Jan  5 08:00:00 2026\n" + eml(text) + b"\n" for _ in range(10))


def rtf(text):
    def escaped(part):
        return "".join(c if ord(c) < 128 else f"\\u{ord(c)}?" for c in part)
    return ("{\\rtf1\\ansi{\\fonttbl{\\f0 Times New Roman;}}\\f0 {\\b " + escaped(text.title()) + "}\\par "
            + "\\par ".join(escaped(part) for part in text.body()) + "\\par}").encode()


OFFICE = "http://schemas.openxmlformats.org"
TYPES = (f'<Types xmlns="{OFFICE}/package/2006/content-types"><Default Extension="rels" ContentType='
         '"application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/{}" ContentType='
         '"application/vnd.openxmlformats-officedocument.{}.main+xml"/></Types>')


def office(part, kind, *members):
    types = TYPES.format(part, kind)
    rels = (f'<Relationships xmlns="{OFFICE}/package/2006/relationships"><Relationship Id="r1" Type="'
            f'{OFFICE}/officeDocument/2006/relationships/officeDocument" Target="{part}"/></Relationships>')
    return zipped(("[Content_Types].xml", types), ("_rels/.rels", rels), *members)


def docx(text):
    def run(part, style=""):
        return f"<w:p>{style}<w:r><w:t>{part}</w:t></w:r></w:p>"
    heading = '<w:pPr><w:pStyle w:val="Heading1"/></w:pPr>'
    return office("word/document.xml", "wordprocessingml.document", (
        "word/document.xml", f'<w:document xmlns:w="{OFFICE}/wordprocessingml/2006/main"><w:body>'
        + run(text.title(), heading) + "".join(run(part) for part in text.body())
        + "</w:body></w:document>"))


def xlsx(text):
    relations = f"{OFFICE}/officeDocument/2006/relationships"
    rows = "".join("<row>" + "".join(
        f'<c t="inlineStr"><is><t>{cell}</t></is></c>' for cell in row) + "</row>" for row in text.rows(40))
    return office(
        "xl/workbook.xml", "spreadsheetml.sheet",
        ("xl/workbook.xml", f'<workbook xmlns="{OFFICE}/spreadsheetml/2006/main" xmlns:r="{relations}">'
         '<sheets><sheet name="Bảng" sheetId="1" r:id="r1"/></sheets></workbook>'),
        ("xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{OFFICE}/package/2006/relationships">'
         f'<Relationship Id="r1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/>'
         "</Relationships>"),
        ("xl/worksheets/sheet1.xml", f'<worksheet xmlns="{OFFICE}/spreadsheetml/2006/main"><sheetData>'
         f"{rows}</sheetData></worksheet>"))


def pptx(text):
    relations = f"{OFFICE}/officeDocument/2006/relationships"
    main = f"{OFFICE}/presentationml/2006/main"
    names = f'xmlns:p="{main}" xmlns:a="{OFFICE}/drawingml/2006/main" xmlns:r="{relations}"'
    slides, links, ids = [], "", ""
    for number in range(1, 7):
        paragraphs = "".join(f"<a:p><a:r><a:t>{part}</a:t></a:r></a:p>" for part in text.body()[:4])
        slides.append((
            f"ppt/slides/slide{number}.xml",
            f"<p:sld {names}><p:cSld><p:spTree><p:sp><p:txBody>{paragraphs}</p:txBody></p:sp>"
            "</p:spTree></p:cSld></p:sld>"))
        links += f'<Relationship Id="r{number}" Type="{relations}/slide" Target="slides/slide{number}.xml"/>'
        ids += f'<p:sldId id="{255 + number}" r:id="r{number}"/>'
    return office(
        "ppt/presentation.xml", "presentationml.presentation",
        ("ppt/presentation.xml",
         f"<p:presentation {names}><p:sldIdLst>{ids}</p:sldIdLst></p:presentation>"),
        ("ppt/_rels/presentation.xml.rels",
         f'<Relationships xmlns="{OFFICE}/package/2006/relationships">{links}</Relationships>'), *slides)


OPEN = "urn:oasis:names:tc:opendocument:xmlns:"


def opened(kind, body):
    names = "".join(f' xmlns:{short}="{OPEN}{name}:1.0"' for short, name in (
        ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing")))
    mime = f"application/vnd.oasis.opendocument.{kind}"
    manifest = (f'<manifest:manifest xmlns:manifest="{OPEN}manifest:1.0"><manifest:file-entry '
                f'manifest:full-path="/" manifest:media-type="{mime}"/></manifest:manifest>')
    return zipped(
        ("mimetype", mime), ("META-INF/manifest.xml", manifest),
        ("meta.xml", f"<office:document-meta{names}><office:meta/></office:document-meta>"),
        ("content.xml",
         f"<office:document-content{names}><office:body>{body}</office:body></office:document-content>"),
        store=("mimetype",))


def odt(text):
    return opened("text", f"<office:text><text:h text:outline-level='1'>{text.title()}</text:h>"
                  + "".join(f"<text:p>{part}</text:p>" for part in text.body()) + "</office:text>")


def ods(text):
    rows = "".join("<table:table-row>" + "".join(
        f"<table:table-cell><text:p>{cell}</text:p></table:table-cell>" for cell in row)
        + "</table:table-row>" for row in text.rows(40))
    return opened("spreadsheet", f"<office:spreadsheet><table:table table:name='Bảng'>{rows}</table:table>"
                  "</office:spreadsheet>")


def odp(text):
    pages = "".join(
        f"<draw:page><draw:frame><draw:text-box>{''.join(f'<text:p>{part}</text:p>' for part in text.body()[:4])}"
        "</draw:text-box></draw:frame></draw:page>" for _ in range(6))
    return opened("presentation", f"<office:presentation>{pages}</office:presentation>")


def epub(text):
    chapters = [(f"c{n}.xhtml", '<html xmlns="http://www.w3.org/1999/xhtml"><head><title>Chương '
                 f"{n}</title></head><body><h1>{text.title()}</h1>"
                 + "".join(f"<p>{part}</p>" for part in text.body()) + "</body></html>") for n in range(8)]
    items = "".join(f'<item id="i{n}" href="{name}" media-type="application/xhtml+xml"/>'
                    for n, (name, _) in enumerate(chapters))
    spine = "".join(f'<itemref idref="i{n}"/>' for n in range(len(chapters)))
    return zipped(
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:'
         'container"><rootfiles><rootfile full-path="b.opf" media-type="application/oebps-package+xml"/>'
         "</rootfiles></container>"),
        ("b.opf", '<package xmlns="http://www.idpf.org/2007/opf" version="3.0" unique-identifier="i">'
         '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>' + text.title() + "</dc:title>"
         f"<dc:creator>{text.name()}</dc:creator><dc:language>vi</dc:language></metadata><manifest>{items}"
         f"</manifest><spine>{spine}</spine></package>"),
        *chapters, store=("mimetype",))


def pdf(text):
    """Three pages; the font has names and a table to Unicode, and no shapes: there is nothing to see."""
    lines = []
    for part in text.body() + text.body() + text.body():
        words = part.split()
        lines += [" ".join(words[n:n + 12]) for n in range(0, len(words), 12)] + [""]
    letters = sorted({c for line in lines for c in line})
    code = {c: f"{n + 1:04X}" for n, c in enumerate(letters)}
    table = "".join(f"<{code[c]}> <{ord(c):04X}>\n" for c in letters)
    parts = [letters[n:n + 100] for n in range(0, len(letters), 100)]
    table = "".join(f"{len(part)} beginbfchar\n" + "".join(f"<{code[c]}> <{ord(c):04X}>\n" for c in part)
                    + "endbfchar\n" for part in parts)
    cmap = ("/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /U def /CMapType 2 def\n"
            f"1 begincodespacerange <0000> <FFFF> endcodespacerange\n{table}endcmap end end")
    lines.pop()
    pages = [lines[n:n + 48] for n in range(0, len(lines), 48)]
    objects = ["<</Type/Catalog/Pages 2 0 R>>",
               f"<</Type/Pages/Count {len(pages)}/Kids[{' '.join(f'{7 + 2 * n} 0 R' for n in range(len(pages)))}]>>",
               "<</Type/Font/Subtype/Type0/BaseFont/Chu/Encoding/Identity-H/DescendantFonts[4 0 R]/ToUnicode 6 0 R>>",
               "<</Type/Font/Subtype/CIDFontType2/BaseFont/Chu/CIDSystemInfo<</Registry(Adobe)/Ordering"
               "(Identity)/Supplement 0>>/FontDescriptor 5 0 R/DW 500>>",
               "<</Type/FontDescriptor/FontName/Chu/Flags 4/FontBBox[0 0 500 700]/ItalicAngle 0/Ascent 700"
               "/Descent 0/CapHeight 700/StemV 80>>",
               f"<</Length {len(cmap)}>>stream\n{cmap}\nendstream"]
    for number, page in enumerate(pages):
        stream = "BT /F1 11 Tf 14 TL 50 780 Td " + "".join(
            f"<{''.join(code[c] for c in line)}> Tj T* " for line in page) + "ET"
        objects.append(f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>"
                       f"/Contents {8 + 2 * number} 0 R>>")
        objects.append(f"<</Length {len(stream)}>>stream\n{stream}\nendstream")
    out, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects):
        places.append(len(out))
        out += f"{number + 1} 0 obj\n{content}\nendobj\n".encode()
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += "".join(f"{place:010} 00000 n \n" for place in places).encode()
    return out + (f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n").encode()


def csv(text):
    return ("số,tên,tiền,ngày\n" + "".join(",".join(row) + "\n" for row in text.rows(100))).encode()


def ndjson(text):
    return "".join(json.dumps({"id": f"d{text.random.getrandbits(64)}", "title": text.title(),
                               "body": "\n\n".join(text.body())}, ensure_ascii=False) + "\n"
                   for _ in range(20)).encode()


def xml(text):
    return ("<?xml version='1.0' encoding='utf-8'?><hoso><ten>" + text.title() + "</ten>"
            + "".join(f"<doan>{escape(part)}</doan>" for part in text.body()) + "</hoso>").encode()


def feed(text):
    items = "".join(
        f"<item><title>{text.title()}</title><link>http://lang.vn/{text.random.getrandbits(40)}</link>"
        f"<pubDate>Mon, 5 Jan 2026 08:00:00 +0700</pubDate><description>{text.paragraph()}</description></item>"
        for _ in range(20))
    return (f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>Tin làng</title>{items}"
            "</channel></rss>").encode()


def tei(text):
    return ('<TEI xmlns="http://www.tei-c.org/ns/1.0"><teiHeader><fileDesc><titleStmt><title>' + text.title()
            + f"</title><author>{text.name()}</author></titleStmt></fileDesc></teiHeader><text><body>"
            + "".join(f"<p>{part}</p>" for part in text.body()) + "</body></text></TEI>").encode()


def warc(text):
    out = b""
    for number in range(10):
        body = (b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + html(text))
        head = (f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://lang.vn/{number}\r\n"
                f"WARC-Date: 2026-01-05T01:00:00Z\r\nWARC-Record-ID: <urn:uuid:{text.random.getrandbits(64)}>\r\n"
                f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(body)}\r\n\r\n")
        out += gzip.compress(head.encode() + body + b"\r\n\r\n", mtime=0)
    return out


def members(text):
    return [("tin/a.txt", txt(text)), ("tin/b.html", html(text)), ("c.docx", docx(text)), ("d.rtf", rtf(text))]


def zip_(text):
    return zipped(*members(text))


def targz(text):
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for name, data in members(text):
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return gzip.compress(buffer.getvalue(), mtime=0)


def sevenzip(text):
    tar = gzip.decompress(targz(text))
    return subprocess.run(["bsdtar", "--format", "7zip", "-cf", "-", "@-"], input=tar,
                          stdout=subprocess.PIPE, check=True).stdout


def nested(text):
    return zipped(("trong.tar.gz", targz(text)), ("thu.eml", eml(text)), ("sach.epub", epub(text)))


def fixture(name):
    with open(f"{FIXTURES}/{name}", "rb") as file:
        data = gzip.decompress(file.read()) if name.endswith("gz") else file.read()
    return lambda text: data + text.random.getrandbits(64).to_bytes(8, "little")


MAKERS = dict(
    html=(html, ".html"), txt=(txt, ".txt"), docx=(docx, ".docx"), pdf=(pdf, ".pdf"), eml=(eml, ".eml"),
    md=(md, ".md"), rtf=(rtf, ".rtf"), maildir=(eml, ":2,S"), xlsx=(xlsx, ".xlsx"), odt=(odt, ".odt"),
    csv=(csv, ".csv"), pptx=(pptx, ".pptx"), epub=(epub, ".epub"), mhtml=(mhtml, ".mhtml"),
    ods=(ods, ".ods"), odp=(odp, ".odp"), doc=(fixture("don.doc"), ".doc"), zip=(zip_, ".zip"),
    xml=(xml, ".xml"), targz=(targz, ".tar.gz"), feed=(feed, ".rss"), warc=(warc, ".warc.gz"),
    mbox=(mbox, ".mbox"), xls=(fixture("so.xls"), ".xls"), ppt=(fixture("buoi.ppt.gz"), ".ppt"),
    ndjson=(ndjson, ".ndjson"), tei=(tei, ".xml"), sevenzip=(sevenzip, ".7z"), nested=(nested, ".zip"))


def make_files(folder, count):
    """Files with times long past. Format → how many."""
    made = {}
    formats = [name for name in SHARES if name != "sevenzip" or shutil.which("bsdtar")]
    whole = sum(SHARES[name] for name in formats)
    for place, name in enumerate(formats):
        maker, suffix = MAKERS[name]
        made[name] = max(1, round(count * SHARES[name] / whole))
        if place == 0:
            made[name] += count - sum(max(1, round(count * SHARES[n] / whole)) for n in formats)
        for number in range(made[name]):
            below = f"{folder}/{name}/{number // 200:02}" + ("/cur" if name == "maildir" else "")
            os.makedirs(below, exist_ok=True)
            path = f"{below}/{name}-{number}{suffix}"
            with open(path, "wb") as file:
                file.write(maker(Text(place * 1_000_000 + number)))
            os.utime(path, (1_600_000_000 + number, 1_600_000_000 + number))
            if name == "maildir":
                for other in ("new", "tmp"):
                    os.makedirs(below[:-3] + other, exist_ok=True)
    return made


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("folder")
    parser.add_argument("--files", type=int, default=20_000)
    options = parser.parse_args()
    for name, count in make_files(options.folder, options.files).items():
        print(f"{name:10} {count:6}")


if __name__ == "__main__":
    main()
