internal import Documents

/// Decides what the dates of a text stand for.
///
/// - published: a stamp (a line of date, time and words such as "Cập nhật"), one in brackets after
///   the title, or the place-and-date line of an official document;
/// - modified: a stamp that says that the text was last changed then;
/// - cited: right after the number or the kind of another document;
/// - event: the first date of the first paragraphs.
/// Other dates are part of the story and are left in the text.
struct DateRoles {
  private(set) var dates: [DocumentDate] = []
  private var published: FoundDate?
  /// When the text was last changed.
  private var modified: FoundDate?
  /// The lines that say when the document was published or changed; their dates are no events.
  private var stampTexts: Set<String> = []

  init(title: String, stamp: Substring?, lines: [TextLine], published known: FoundDate?) {
    published = known
    if let stamp, published == nil, let date = DateScanner.dates(in: String(stamp)).first {
      publish(date, raw: "(\(stamp))", confidence: 1)
    }
    let own = lines.filter { $0.kind != .boilerplate && $0.kind != .related && !$0.isTitle }
    let stamps = lines.filter { $0.isFrame || $0.kind != .boilerplate && $0.kind != .related }
    for line in stamps where published == nil && line.wordCount <= 14 && !line.isTitle {
      readStamp(line)
    }
    let opening = own.filter { $0.kind != .titleRepeat && $0.kind != .byline }.prefix(8)
    readEvent(own) { [known = published ?? modified] in
      YearEvidence(([title] + opening.map(\.text)).joined(separator: "\n"), published: known)
    }
    for line in own { readCitations(line) }
  }

  private mutating func add(_ date: DocumentDate) {
    guard dates.count < 64, !dates.contains(where: { $0.iso == date.iso && $0.role == date.role })
    else { return }
    dates.append(date)
  }

  private mutating func publish(_ date: FoundDate, raw: String, confidence: Double) {
    stampTexts.insert(raw)
    if ChangeNote.isMade(in: raw) {
      modified = modified ?? date
      add(DocumentDate(iso: date.iso, role: .modified, raw: raw, confidence: confidence))
    } else {
      published = date
      add(DocumentDate(iso: date.iso, role: .published, raw: raw, confidence: confidence))
    }
  }
}

// MARK: - Stamps

extension DateRoles {
  private static let stampWords: Set<String> = [
    "thứ", "hai", "ba", "tư", "năm", "sáu", "bảy", "chủ", "nhật", "cn", "ngày", "đăng", "cập",
    "lúc", "gmt+7", "(gmt+7)", "giờ", "xuất", "bản", "vào", "t2", "t3", "t4", "t5", "t6", "t7",
    "phát", "hành", "mới", "lần", "cuối", "am", "pm", "(gmt", "+7)", "việt", "nam", "tháng", "on",
    "posted", "date", "published", "update", "updated", "last",
  ]

  private mutating func readStamp(_ line: TextLine) {
    guard let date = DateScanner.dates(in: line.text).first, date.day != nil, date.year != nil
    else { return }
    let bytes = Array(line.text.utf8)
    let rest = bytes[..<date.range.lowerBound] + [0x20] + bytes[date.range.upperBound...]
    let words = String(decoding: rest, as: UTF8.self).lowered()
      .split(whereSeparator: { " ,|-–:;()[]•".contains($0) })
    if words.allSatisfy({ Self.stampWords.contains(String($0)) || $0.allSatisfy(\.isNumber) }) {
      publish(date, raw: line.text, confidence: 0.95)
    } else if isPlaceAndDate(line.text, words: words.count, date) {
      publish(date, raw: line.text, confidence: 0.9)
    }
  }

  /// "Hà Nội, ngày 26 tháng 10 năm 2022"
  private func isPlaceAndDate(_ text: String, words: Int, _ date: FoundDate) -> Bool {
    let place = String(decoding: Array(text.utf8)[..<date.range.lowerBound], as: UTF8.self)
      .trimmingSpaces()
    return place.hasSuffix(",") && Byline.isName(String(place.dropLast()))
      && date.range.upperBound >= text.utf8.count - 1
  }
}

// MARK: - Events and citations

extension DateRoles {
  /// - Parameter evidence: Of the year, asked for where a date has none.
  private mutating func readEvent(_ lines: [TextLine], _ evidence: () -> YearEvidence) {
    let opening = lines.filter {
      ($0.kind == .lead || $0.kind == .paragraph) && $0.wordCount >= 8
        && !stampTexts.contains($0.text)
    }
    for (rank, line) in opening.prefix(3).enumerated() {
      for date in DateScanner.dates(in: line.text) where date.day != nil {
        guard !Self.isCitation(date, in: line.text) else { continue }
        addEvent(date, raw: Self.raw(date, in: line.text), rank: rank, evidence)
        return
      }
    }
  }

  private mutating func addEvent(
    _ date: FoundDate, raw: String, rank: Int, _ evidence: () -> YearEvidence
  ) {
    var date = date
    var confidence = rank == 0 ? 0.9 : 0.6
    if date.year == nil {
      guard let year = evidence().year(forMonth: date.month) else {
        return add(DocumentDate(iso: date.iso, role: .event, raw: raw, confidence: 0.3))
      }
      date.year = year.year
      confidence *= year.confidence
    }
    guard let day = date.day, isDay(day, date.month, date.year) else { return }
    add(DocumentDate(iso: date.iso, role: .event, raw: raw, confidence: confidence))
  }

  private mutating func readCitations(_ line: TextLine) {
    for date in DateScanner.dates(in: line.text)
    where date.day != nil && date.year != nil && Self.isCitation(date, in: line.text) {
      let raw = Self.raw(date, in: line.text)
      add(DocumentDate(iso: date.iso, role: .cited, raw: raw, confidence: 0.9))
    }
  }

  private static let kinds = [
    "nghị quyết", "chỉ thị", "quyết định", "kết luận", "thông tư", "nghị định", "công văn",
    "kế hoạch", "hướng dẫn", "thông báo", "quy định", "công điện", "tờ trình", "báo cáo số",
    "luật", "pháp lệnh", "văn bản", "thông tri", "quy chế",
  ]

  /// The number or the kind of a document stands just before the date.
  private static func isCitation(_ date: FoundDate, in text: String) -> Bool {
    let bytes = Array(text.utf8)
    let end = date.range.lowerBound
    let window = String(decoding: bytes[max(0, end - 60)..<end], as: UTF8.self).lowered()
    let words = window.split(separator: " ").suffix(7)
    if words.suffix(3).contains(where: isNumberOfDocument) { return true }
    let near = words.joined(separator: " ")
    // The cheap question first: tables are full of dates.
    guard
      words.contains("số") || near.hasSuffix("ngày") || near.isEmpty
        || raw(date, in: text).lowered().hasPrefix("ngày")
    else { return false }
    // Letters that are not composed are compared as such.
    if near.utf8.contains(where: { $0 == 0xcc || $0 == 0xcd }) {
      return kinds.contains(where: near.contains)
    }
    let plain = Array(near.utf8)
    return kindBytes.contains { Bytes.firstIndex(of: $0, in: plain) != nil }
  }

  private static let kindBytes = kinds.map { Array($0.utf8) }

  /// "18-ct/tw", "30/2020/nđ-cp"
  private static func isNumberOfDocument(_ word: Substring) -> Bool {
    word.first?.isNumber == true && word.contains("/")
      && word.contains(where: { $0.isLetter })
  }

  private static func raw(_ date: FoundDate, in text: String) -> String {
    String(decoding: Array(text.utf8)[date.range], as: UTF8.self)
  }
}
