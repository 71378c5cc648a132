import Documents
import Glibc
import Testing

@testable import Ingest

/// The sample archive in Config/sample, file by file.
@Suite struct `The sample archive` {
  static let repository = #filePath.split(separator: "/").dropLast(3).map { "/" + $0 }.joined()

  struct Expected: Sendable, CustomTestStringConvertible {
    var file: String
    var charset: String
    var title: String
    var words: String
    var testDescription: String { file }
  }

  static let documents = [
    Expected(
      file: "tin-tuc/hoi-nghi-mat-tran-yen-phu.html", charset: "utf-8",
      title: "Mặt trận Tổ quốc xã Yên Phú tổng kết công tác năm 2023", words: "Hòm thư đầu ngõ"),
    Expected(
      file: "tin-tuc/giai-chay-ben-xuan.html", charset: "utf-8",
      title: "Hơn 800 người chạy bộ ven sông Bến Xuân", words: "lan toả khi phường mở"),
    Expected(
      file: "van-ban/chi-thi-07-ct-hu.txt", charset: "utf-8",
      title: "CHỈ THỊ về tăng cường công tác dân vận ở cơ sở trong tình hình mới",
      words: "Chỉ thị số 18-CT/TW"),
    Expected(
      file: "van-ban/quyet-dinh-126-qd-ubnd.txt", charset: "utf-8",
      title: "QUYẾT ĐỊNH Về việc ban hành Quy chế quản lý và sử dụng nhà văn hóa thôn",
      words: "Ban công tác Mặt trận thôn giám sát"),
    Expected(
      file: "van-ban/bien-ban-to-dan-pho-5.tcvn3.txt", charset: "tcvn3",
      title: "BIÊN BẢN Họp tổ dân phố số 5 về việc lắp đèn chiếu sáng ngõ",
      words: "bóng tiết kiệm điện"),
    Expected(
      file: "doi-song/hoi-lang-nuoc-van.txt", charset: "utf-8",
      title: "Hội làng Nước Vân và chuyện cây đa hai gốc", words: "thi thổi cơm trên thuyền"),
    Expected(
      file: "doi-song/canh-chua-ca-linh.md", charset: "utf-8",
      title: "Canh chua cá linh bông điên điển", words: "Không đảo mạnh kẻo cá nát"),
    Expected(
      file: "doi-song/ky-uc-ben-pha.txt", charset: "utf-8", title: "KÝ ỨC BẾN PHÀ",
      words: "gánh rau còn đẫm sương sang chợ huyện"),
    Expected(
      file: "doi-song/giong-lua-hat-ngoc.md", charset: "utf-8",
      title: "Giống lúa Hạt Ngọc sau ba vụ trồng thử", words: "Kháng đạo ôn khá"),
    Expected(
      file: "doi-song/doi-rac-lay-cay.mojibake.txt", charset: "utf-8",
      title: "Đổi rác lấy cây: một sáng chủ nhật ở chợ Hòa Bình",
      words: "phân loại rác đang lan tỏa"),
    Expected(
      file: "thong-bao/hoc-ky-he.vni.txt", charset: "vni",
      title: "Thông báo về việc tổ chức học kỳ hè và ôn tập cho học sinh lớp 5",
      words: "giấy khám sức khoẻ"),
    Expected(
      file: "thong-bao/thoi-tiet.nfd.txt", charset: "utf-8",
      title: "Bản tin thời tiết ngày và đêm 21/5/2024", words: "không khí lạnh yếu lệch đông"),
    Expected(
      file: "thong-bao/lich-tiem-chung.utf16.txt", charset: "utf-16le",
      title: "Lịch tiêm chủng mở rộng tháng 7/2024 tại trạm y tế xã Yên Phú",
      words: "bạch hầu – ho gà – uốn ván"),
    Expected(
      file: "thong-bao/thu-vien-doi-gio.cp1258.html", charset: "windows-1258",
      title: "Thư viện huyện đổi giờ mở cửa từ tháng 9", words: "thẻ tạm khoá"),
    Expected(
      file: "thong-bao/hoi-dap-can-cuoc.html", charset: "utf-8",
      title: "Hỏi đáp: làm lại thẻ căn cước khi bị mất", words: "uỷ ban nhân dân phường"),
    Expected(
      file: "thong-bao/lich-cup-nuoc-khong-dau.txt", charset: "us-ascii",
      title: "Thong bao tam ngung cap nuoc phuong Ben Xuan", words: "chu dong tru nuoc"),
  ]

  @Test(arguments: documents) func `is read right`(expected: Expected) throws {
    let walk = Walk(["\(Self.repository)/Config/sample/\(expected.file)"])
    guard case .file(let item) = walk.next() else { throw Failure() }
    let document = try Extractor().document(at: item)
    #expect(document.title == expected.title)
    #expect(document.provenance.charset == expected.charset)
    #expect(document.status == .complete)
    let own = document.blocks.filter { $0.kind != .boilerplate && $0.kind != .related }
    #expect(own.contains { $0.text.contains(expected.words) })
    #expect(!document.allText.contains("\u{fffd}"))
  }

  @Test func `has these files and one of JSON lines`() {
    var files: [String] = []
    var lines = 0
    for case .file(let item) in Walk(["\(Self.repository)/Config/sample"]) {
      if item.kind == .ndjson { lines += 1 } else { files.append(item.key.text) }
    }
    #expect(files.count == Self.documents.count)
    #expect(lines == 1)
  }

  @Test func `has a phrase list like the built-in one`() throws {
    guard case .file(let item) = Walk(["\(Self.repository)/Config/boilerplate.tsv"]).next() else {
      throw Failure()
    }
    let text = String(decoding: try FileReader().read(item).bytes, as: UTF8.self)
    let entries = text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map(String.init)
    _ = try PhraseList(parsing: text)
    #expect(Set(entries) == Set(PhraseList.builtInEntries.map { "\($0.0.rawValue)\t\($0.1)" }))
  }
}
