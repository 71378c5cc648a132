#!/usr/bin/env python3
"""Writes the documents of the sample archive that are in old or damaged encodings.

usage: make-sample.py [FOLDER]     (default: the folder `sample` beside this script)

The texts are below in UTF-8; the charset tables are those in tables/charsets. Everything else in
the sample folder is written by hand. The result is kept in the repository; run this again after
changing a text.
"""
import pathlib
import sys
import unicodedata

HERE = pathlib.Path(__file__).resolve().parent


def table(name):
    """Character → bytes, from a table of bytes, code point, character."""
    codes = {}
    for line in (HERE / "tables/charsets" / f"{name}.tsv").read_text("utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        codes_, _, letter = line.split("\t")[:3]
        codes.setdefault(letter, bytes(int(code, 16) for code in codes_.split()))
    return codes


PLAIN = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "..."})


def encode(text, name):
    """In TCVN3 a toned capital is the small letter in a capital font: it has no code of its own."""
    codes = table(name)
    out = bytearray()
    for letter in unicodedata.normalize("NFC", text.translate(PLAIN)):
        if ord(letter) < 0x80:
            out += letter.encode()
        elif letter in codes:
            out += codes[letter]
        else:
            out += codes[letter.lower()]
    return bytes(out)


def windows_1258(text):
    """Letters with shape are one code, tones follow as combining marks."""
    out = []
    for letter in text.translate(PLAIN):
        try:
            out.append(letter.encode("cp1258"))
        except UnicodeEncodeError:
            marks = unicodedata.normalize("NFD", letter)
            tones = [mark for mark in marks[1:] if mark in "\u0300\u0301\u0303\u0309\u0323"]
            shape = "".join(mark for mark in marks if mark not in tones)
            base = unicodedata.normalize("NFC", shape)
            out += [base.encode("cp1258")] + [tone.encode("cp1258") for tone in tones]
    return b"".join(out)


def mojibake(text):
    """UTF-8 read as windows-1252 and stored as UTF-8 again; the five undefined bytes stay."""
    damaged = "".join(
        bytes([byte]).decode("cp1252") if byte not in (0x81, 0x8D, 0x8F, 0x90, 0x9D) else chr(byte)
        for byte in text.translate(PLAIN).encode("utf-8")
    )
    return damaged.encode("utf-8")


MINUTES = """\
BIÊN BẢN
Họp tổ dân phố số 5 về việc lắp đèn chiếu sáng ngõ

Thời gian: 19 giờ 30 ngày 12/4/2005.
Địa điểm: nhà sinh hoạt cộng đồng tổ dân phố số 5, phường Bến Xuân.
Chủ trì: ông Vũ Đình Toại, tổ trưởng. Thư ký: bà Phùng Thị Nhàn.
Thành phần: 47 hộ trên tổng số 53 hộ trong tổ, đại diện Mặt trận Tổ quốc phường.

Nội dung cuộc họp:

1. Ông Toại thông báo ngõ 3 và ngõ 8 hiện có bảy bóng đèn hỏng, trẻ em đi học thêm về tối rất nguy hiểm. Uỷ ban nhân dân phường đồng ý hỗ trợ cột và dây, còn bóng đèn và tiền điện do tổ dân phố tự lo.

2. Bà Nhàn đề nghị mỗi hộ góp 15.000 đồng mỗi quý; hộ nghèo và gia đình chính sách được miễn. Ông Lại Hữu Thước đề nghị dùng bóng tiết kiệm điện, bật theo giờ để đỡ tốn kém.

3. Sau khi thảo luận, cuộc họp biểu quyết: 45 hộ tán thành, 2 hộ có ý kiến khác về mức đóng góp. Tổ cử ba người kiểm tra đường dây vào chủ nhật hằng tuần.

Cuộc họp kết thúc lúc 21 giờ cùng ngày. Biên bản đã được đọc lại cho mọi người cùng nghe và nhất trí.

Người ghi biên bản
Phùng Thị Nhàn
"""

SCHOOL = """\
Thông báo về việc tổ chức học kỳ hè và ôn tập cho học sinh lớp 5

Kính gửi quý phụ huynh,

Trường Tiểu học Nguyễn Hiền xin thông báo kế hoạch hoạt động hè như sau. Thời gian bắt đầu từ ngày 10 tháng 6 năm 2002 và kết thúc vào ngày 20 tháng 7 năm 2002. Học sinh học các buổi sáng thứ hai, thứ tư, thứ sáu; buổi chiều nhà trường mở thư viện và sân bóng.

Các lớp hè gồm: ôn tập toán và tiếng Việt, vẽ, đàn, cờ vua, bơi lội. Riêng lớp bơi chỉ nhận học sinh đã có giấy khám sức khoẻ và đơn của cha mẹ.

Nhà trường không thu học phí lớp ôn tập. Tiền nước uống là 1.000 đồng mỗi buổi, nộp cho cô giáo chủ nhiệm vào đầu tuần. Phụ huynh nhớ cho các em mang theo mũ nón, áo mưa và một quyển sách mình yêu thích để trao đổi với bạn bè.

Mọi thắc mắc xin liên hệ văn phòng nhà trường trong giờ hành chính.

Trân trọng cảm ơn.

Hiệu trưởng
Trương Thị Mỹ Duyên
"""

WEATHER = """\
Bản tin thời tiết ngày và đêm 21/5/2024

Tin phát lúc 15 giờ 30 của trạm khí tượng Lạc Thịnh. Hôm nay, vùng núi phía tây của huyện nắng nóng gay gắt, nhiệt độ cao nhất 38 độ, độ ẩm thấp nhất 45 phần trăm. Vùng ven sông có mưa rào rải rác vào chiều tối.

Dự báo đêm nay và ngày mai: mây thay đổi, ngày nắng nóng, chiều tối có lúc có mưa rào và dông. Trong cơn dông đề phòng lốc, sét và gió giật mạnh. Gió nam đến đông nam cấp 2 đến cấp 3. Nhiệt độ thấp nhất 26 đến 28 độ, cao nhất 36 đến 38 độ.

Mực nước sông Vân tại bến phà cũ lúc 13 giờ là 2,35 mét, thấp hơn cùng kỳ năm trước 0,4 mét. Bà con trồng màu nên tưới vào sáng sớm, phủ rơm giữ ẩm; người già và trẻ nhỏ hạn chế ra ngoài từ 11 giờ đến 15 giờ.

Từ ngày 23/5, không khí lạnh yếu lệch đông gây mưa diện rộng, nắng nóng chấm dứt. Các xã Yên Phú, Nước Vân cần kiểm tra kênh tiêu trước khi mưa tới.
"""

GREEN = """\
Đổi rác lấy cây: một sáng chủ nhật ở chợ Hòa Bình

Từ sáng sớm, sân sau chợ Hòa Bình đã kín người. Ai cũng mang theo một túi vỏ chai, giấy vụn hay pin cũ để đổi lấy một chậu cây nhỏ. Năm ký giấy được một chậu sen đá, mười viên pin cũ được một cây lưỡi hổ.

Chương trình do Đoàn Thanh niên phối hợp với Ủy ban Mặt trận Tổ quốc phường tổ chức, mỗi tháng một lần. Chị Bùi Khánh Linh, người khởi xướng, cho biết buổi đầu chỉ có ba mươi người, nay đã có hơn ba trăm lượt người tham gia. "Điều tôi vui nhất là các cô bán hàng trong chợ tự giác gom túi ni lông, không cần ai nhắc", chị nói.

Sau sáu tháng, ban tổ chức thu được gần bốn tấn giấy, hơn một tấn nhựa và một trăm hai mươi ký pin. Số tiền bán phế liệu dùng để trồng hàng cây bàng ven kênh. Từ một góc chợ, thói quen phân loại rác đang lan tỏa sang các khu phố lân cận.
"""

VACCINE = """\
Lịch tiêm chủng mở rộng tháng 7/2024 tại trạm y tế xã Yên Phú

Trạm y tế xã tổ chức tiêm chủng cho trẻ em và phụ nữ có thai vào ba buổi sáng: thứ tư ngày 3/7, thứ tư ngày 10/7 và thứ năm ngày 18/7/2024, từ 7 giờ 30 đến 10 giờ 30.

Trẻ dưới một tuổi: tiêm vắc-xin 5 trong 1 mũi một, hai, ba; uống vắc-xin bại liệt; tiêm sởi mũi một khi đủ chín tháng.
Trẻ từ 18 tháng: tiêm nhắc sởi – rubella và bạch hầu – ho gà – uốn ván.
Phụ nữ có thai: tiêm uốn ván theo hẹn trong sổ.

Khi đi, gia đình mang theo sổ tiêm chủng, cho trẻ ăn vừa đủ no, mặc áo dễ cởi. Trẻ đang sốt hoặc vừa khỏi ốm cần báo cho cán bộ y tế trước khi khám sàng lọc. Sau tiêm, ở lại trạm 30 phút và theo dõi tại nhà ít nhất 24 giờ.

Số điện thoại trực của trạm được dán ở bảng tin mỗi thôn. Trạm trưởng: y sĩ Hà Thị Thoa.
"""

LIBRARY = """\
<html>
<head>
<meta http-equiv="Content-Type" content="text/html; charset=iso-8859-1">
<title>Thư viện huyện Lạc Thịnh: thông báo đổi giờ mở cửa</title>
</head>
<body bgcolor="#ffffff">
<div id="menu"><a href="index.htm">Trang chủ</a> | <a href="sach.htm">Sách mới</a> | <a href="muon.htm">Mượn sách</a></div>
<h1>Thư viện huyện đổi giờ mở cửa từ tháng 9</h1>
<p>Để phục vụ bạn đọc là học sinh và người đi làm, từ ngày 1/9/2003 thư viện huyện Lạc Thịnh mở cửa thêm buổi tối thứ ba và thứ năm, từ 18 giờ đến 21 giờ. Buổi sáng thứ hai thư viện nghỉ để kiểm kê kho.</p>
<p>Mỗi thẻ bạn đọc được mượn ba cuốn trong mười bốn ngày. Sách tra cứu, báo đóng tập và bản đồ chỉ đọc tại chỗ. Trả muộn quá một tuần, thẻ tạm khoá cho đến khi sách được trả lại.</p>
<p>Phòng thiếu nhi vừa nhận 650 cuốn sách mới do bạn đọc tặng. Các em dưới mười tuổi làm thẻ miễn phí, chỉ cần cha mẹ ký vào đơn.</p>
<p>Thư viện mong nhận được góp ý của bạn đọc qua hòm thư đặt ở tiền sảnh.</p>
<hr>
<font size="1">Thư viện huyện Lạc Thịnh, đường Nguyễn Du</font>
</body>
</html>
"""

FILES = {
    "van-ban/bien-ban-to-dan-pho-5.tcvn3.txt": lambda: encode(MINUTES, "tcvn3"),
    "thong-bao/hoc-ky-he.vni.txt": lambda: encode(SCHOOL, "vni"),
    "thong-bao/thoi-tiet.nfd.txt": lambda: unicodedata.normalize("NFD", WEATHER).encode("utf-8"),
    "doi-song/doi-rac-lay-cay.mojibake.txt": lambda: mojibake(GREEN),
    "thong-bao/lich-tiem-chung.utf16.txt": lambda: b"\xff\xfe" + VACCINE.encode("utf-16-le"),
    "thong-bao/thu-vien-doi-gio.cp1258.html": lambda: windows_1258(LIBRARY),
}


def main():
    folder = pathlib.Path(sys.argv[1]) if len(sys.argv) > 1 else HERE / "sample"
    for name, content in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content())


if __name__ == "__main__":
    main()
