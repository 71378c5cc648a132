#!/usr/bin/env python3
"""Did you mean and suggestions: how often they are right, and how long they take.

    Benchmarks/finding/measure.py DOCUMENTS.jsonl [--data FOLDER]

DOCUMENTS are {"id","title","body"} a line. A daemon is started and gets them, or has them in FOLDER
from before. Printed are

- of the misspelled queries below, written by us: how many get the correction meant, another one, none;
- of titles of the documents, which are taken to be right: how many get a correction all the same, for
  whole titles and for three words from within them (every n-th title, so many as --titles says);
- suggestions while titles are typed letter by letter: the time that the daemon says it took
  (took_us), p50 and p99, over the first two words of other titles, each beginning asked for once;
  and the same once more, when the daemon has met all of them.
"""

import argparse
import json
import pathlib
import statistics
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
from daemon import Daemon

# What was typed, and what was meant.
QUERIES = """
chính phũ|chính phủ
chính phủ việt lam|chính phủ việt nam
sử lý vi phạm|xử lý vi phạm
xử dụng điện thoại|sử dụng điện thoại
nghành giáo dục|ngành giáo dục
giáo giục|giáo dục
bổ xung hồ sơ|bổ sung hồ sơ
xuất sắt|xuất sắc
xuất xắc|xuất sắc
trãi nghiệm|trải nghiệm
nghĩ hưu|nghỉ hưu
nghĩ lễ|nghỉ lễ
suy nghỉ|suy nghĩ
kỹ niệm|kỷ niệm
bảo lũ|bão lũ
cơn bảo|cơn bão
thũ tướng|thủ tướng
chủ tịt nước|chủ tịch nước
bộ chưởng|bộ trưởng
chách nhiệm|trách nhiệm
trậm trễ|chậm trễ
trung cư|chung cư
trứng khoán|chứng khoán
chuyền hình|truyền hình
truyện tình|chuyện tình
lông nghiệp|nông nghiệp
lông dân|nông dân
nãnh đạo|lãnh đạo
nàm việc|làm việc
no lắng|lo lắng
giữ liệu|dữ liệu
dao thông|giao thông
tai nạn dao thông|tai nạn giao thông
rao dịch|giao dịch
dá vàng|giá vàng
giành cho|dành cho
dải thưởng|giải thưởng
du lịt|du lịch
du nịch|du lịch
ghành hàng|ngành hàng
bóng đá việc nam|bóng đá việt nam
thi tốt nghiệp chung học|thi tốt nghiệp trung học
đại biễu quốc hội|đại biểu quốc hội
biễn đông|biển đông
quãng ninh|quảng ninh
hãi phòng|hải phòng
nguyễn phú chọng|nguyễn phú trọng
sinh viêng|sinh viên
học xinh|học sinh
sức khõe|sức khỏe
sức khẻo|sức khỏe
bênh viện|bệnh viện
bác sỉ|bác sĩ
ngân hàn|ngân hàng
ngăn hàng|ngân hàng
bất động sãn|bất động sản
sản suất|sản xuất
xuất khẫu|xuất khẩu
nhập khẫu|nhập khẩu
xăn dầu|xăng dầu
điện thọai|điện thoại
máy bai|máy bay
sân bây|sân bay
hàn không|hàng không
cãnh sát|cảnh sát
cảnh sác|cảnh sát
kinh tếe|kinh tế
thị trườnng|thị trường
công nghê thông tinn|công nghệ thông tin
donal trump|donald trump
facebok|facebook
googel|google
barcelonna|barcelona
manchster united|manchester united
truong hoc|truong hoc
trinh phu|chinh phu
thanh fo|thanh pho
hoc xinh|hoc sinh
""".strip()


def correction(daemon, text):
    found = daemon.get("/v1/spell", q=text)["corrections"]
    return found[0]["text"] if found else text


def misspelled(daemon, verbose):
    right, other, none = 0, 0, 0
    for line in QUERIES.splitlines():
        typed, meant = line.split("|")
        got = correction(daemon, typed)
        # One canonical placement of tones is as good as the other.
        same = canonical(got) == canonical(meant)
        right += same
        other += not same and got != typed
        none += not same and got == typed
        if verbose and not same:
            print(f"  {typed!r} -> {got!r}, meant {meant!r}")
    return right, other, none


def canonical(text):
    for old, new in ("òa", "oà"), ("óa", "oá"), ("ỏa", "oả"), ("õa", "oã"), ("ọa", "oạ"), ("ỏe", "oẻ"):
        text = text.replace(old, new)
    return text


def titles(daemon, texts, verbose):
    wrong = 0
    for text in texts:
        got = correction(daemon, text)
        if got != text:
            wrong += 1
            if verbose:
                print(f"  {text!r} -> {got!r}")
    return wrong


def suggestions(daemon, texts):
    begun, times = set(), []
    daemon.get("/v1/suggest", q="m")
    for text in texts:
        words = " ".join(text.lower().split()[:2])
        for end in range(1, len(words) + 1):
            if words[:end] in begun:
                continue
            begun.add(words[:end])
            times.append(daemon.get("/v1/suggest", q=words[:end])["took_us"])
    times.sort()
    return times


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("documents")
    parser.add_argument("--data", help="a data folder that has the documents")
    parser.add_argument("--titles", type=int, default=300)
    parser.add_argument("-v", "--verbose", action="store_true", help="show what is wrong")
    options = parser.parse_args()
    with open(options.documents, encoding="utf-8") as lines:
        found = [json.loads(line).get("title", "").strip() for line in lines]
    with Daemon(options.data) as daemon:
        if not options.data:
            daemon.run("add", options.documents)
        measure(daemon, [title for title in found if title], options)


def measure(daemon, all_titles, options):
    step = max(1, len(all_titles) // options.titles)
    chosen = all_titles[::step][: options.titles]
    right, other, none = misspelled(daemon, options.verbose)
    count = right + other + none
    print(f"misspelled  {count} queries: {right} right, {other} wrong, {none} none")
    print(f"titles      {len(chosen)}: {titles(daemon, chosen, options.verbose)} corrected")
    parts = []
    for title in chosen:
        words = title.split()
        if len(words) >= 3:
            start = len(words) // 3
            parts.append(" ".join(words[start : start + 3]))
    print(f"of titles   {len(parts)}: {titles(daemon, parts, options.verbose)} corrected")
    typed = all_titles[step // 2 :: step][: options.titles]
    for name in ("suggestions", "  once more"):
        times = suggestions(daemon, typed)
        last = times[int(len(times) * 0.99)]
        print(
            f"{name} {len(times)} beginnings: p50 {statistics.median(times):.0f} us, p99 {last} us")


if __name__ == "__main__":
    main()
