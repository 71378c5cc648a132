/// An official document by its form: issuer and motto on top, a number, a date, the kind of
/// document in capitals, and below it what it is about.
///
/// The form is that of Nghị định 30/2020/NĐ-CP, which party and state offices follow closely.
struct OfficialForm {
  private(set) var title = ""
  private(set) var titleLines: [Int] = []
  private(set) var mottoLines: [Int] = []
  private(set) var issuerLines: [Int] = []
  private(set) var numberLine: Int?
  private(set) var number = ""
  private(set) var issuer = ""

  private static let kinds: Set<String> = [
    "NGHỊ QUYẾT", "QUYẾT ĐỊNH", "CHỈ THỊ", "QUY CHẾ", "QUY ĐỊNH", "THÔNG CÁO", "THÔNG BÁO",
    "HƯỚNG DẪN", "CHƯƠNG TRÌNH", "KẾ HOẠCH", "PHƯƠNG ÁN", "ĐỀ ÁN", "BÁO CÁO", "BIÊN BẢN",
    "TỜ TRÌNH", "HỢP ĐỒNG", "CÔNG ĐIỆN", "GIẤY MỜI", "GIẤY GIỚI THIỆU", "KẾT LUẬN", "NGHỊ ĐỊNH",
    "THÔNG TƯ", "LUẬT", "PHÁP LỆNH", "THƯ NGỎ", "LỜI KÊU GỌI", "GIẤY CHỨNG NHẬN", "ĐƠN",
    "ĐƠN ĐỀ NGHỊ", "ĐƠN KIẾN NGHỊ", "ĐƠN KHIẾU NẠI", "GIẤY ĐỀ NGHỊ", "BẢN CAM KẾT",
  ]
  private static let mottos: Set<String> = [
    "cộng hòa xã hội chủ nghĩa việt nam", "cộng hoà xã hội chủ nghĩa việt nam",
    "độc lập - tự do - hạnh phúc", "độc lập – tự do – hạnh phúc", "đảng cộng sản việt nam",
  ]
  private static let topLines = 15
  /// In bytes of UTF-8, however its letters are put together.
  private static let longestKind = 100

  /// Nil when the lines have no such form.
  init?(_ lines: [TextLine]) {
    let top = lines.indices.prefix(Self.topLines)
    guard let kind = top.first(where: { Self.isKind(lines[$0].text) }) else { return nil }
    for i in top where i < kind {
      let text = lines[i].text
      if Self.mottos.contains(foldedForComparison(text)) || Self.isRule(text) {
        mottoLines.append(i)
      } else if let found = Self.number(in: text) {
        number = found
        numberLine = i
      } else if numberLine == nil, mottoLines.allSatisfy({ Self.isRule(lines[$0].text) }),
        text.isUpperCased
      {
        issuerLines.append(i)
      }
    }
    issuer = issuerLines.map { lines[$0].text }.joined(separator: " ")
    // A line in capitals alone is no form: something above or below must belong to one.
    guard
      !mottoLines.isEmpty || !number.isEmpty || lines[kind].text.isUpperCased
    else { return nil }
    takeTitle(from: kind, lines)
  }

  private mutating func takeTitle(from kind: Int, _ lines: [TextLine]) {
    titleLines = [kind]
    var i = kind + 1
    while i < lines.count, titleLines.count < 4, Self.goesOn(lines[i], isFirst: i == kind + 1) {
      titleLines.append(i)
      i += 1
    }
    title = titleLines.map { lines[$0].text }.joined(separator: " ")
  }

  private static func goesOn(_ line: TextLine, isFirst: Bool) -> Bool {
    if line.wordCount > 45 || isRule(line.text) || line.endsSentence { return false }
    if line.hasGapBefore && !isFirst { return false }
    let lower = line.text.lowered()
    return [
      "về ", "v/v", "của ", "họp ", "ban hành", "quy định ", "sửa đổi", "phê duyệt", "kết quả",
      "công tác", "tổ chức ", "triển khai", "hội nghị", "cuộc họp",
    ]
    .contains(where: lower.hasPrefix) || line.text.isUpperCased
  }

  private static func isKind(_ text: String) -> Bool {
    guard text.utf8.count <= longestKind else { return false }
    let bare = text.hasSuffix(":") ? String(text.dropLast()) : text
    // Capitals of TCVN3 fonts come out small: "BIÊN BảN".
    let capitals = bare.count { $0.isUppercase }
    return capitals * 2 > bare.count && kinds.contains(bare.uppercased())
  }

  private static func isRule(_ text: String) -> Bool {
    text.allSatisfy { "-–—_*=.~ ".contains($0) }
  }

  /// "Số: 18-CT/TW" → "18-CT/TW".
  private static func number(in text: String) -> String? {
    guard let first = text.utf8.first, first | 0x20 == UInt8(ascii: "s"),
      text.lowered().hasPrefix("số")
    else { return nil }
    let rest = text.dropFirst(2).drop(while: { $0 == ":" || $0 == " " })
    let word = rest.prefix(while: { !$0.isWhitespace && $0 != "," })
    return word.contains("/") && word.contains(where: \.isNumber) ? String(word) : nil
  }
}
