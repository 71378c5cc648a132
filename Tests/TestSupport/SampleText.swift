package import Documents

/// Random Vietnamese-looking text from a small vocabulary, so that words meet often.
package enum SampleText {
  package static let words = [
    "mặt", "trận", "tổ", "quốc", "hoà", "hòa", "bình", "uỷ", "ủy", "ban", "nhân", "dân", "thành",
    "phố", "Hà", "Nội", "đường", "Dương", "duong", "lan", "toả", "tỏa", "tin", "tức", "báo",
    "chí", "nước", "non", "quý", "quí", "học", "sinh", "to", "ban", "mat", "2023", "covid",
  ]

  package static func sentence(
    _ count: Int, using random: inout some RandomNumberGenerator
  ) -> String {
    var text = ""
    for index in 0..<count {
      if index > 0 { text += Int.random(in: 0..<12, using: &random) == 0 ? ". " : " " }
      text += words[Int.random(in: 0..<words.count, using: &random)]
    }
    return text
  }

  package static func document(
    _ key: String, using random: inout some RandomNumberGenerator
  ) throws -> Document {
    var document = Document(key: try DocumentKey(key))
    document.title = sentence(Int.random(in: 0..<6, using: &random), using: &random)
    let kinds: [Block.Kind] = [.paragraph, .lead, .caption, .boilerplate, .related]
    for _ in 0..<Int.random(in: 0..<4, using: &random) {
      let kind = kinds[Int.random(in: 0..<kinds.count, using: &random)]
      document.blocks.append(
        Block(kind, sentence(Int.random(in: 1..<40, using: &random), using: &random)))
    }
    return document
  }

  /// The same with dates, fields and a source, each of them now and then.
  package static func filedDocument(
    _ key: String, using random: inout some RandomNumberGenerator
  ) throws -> Document {
    var document = try document(key, using: &random)
    func often(_ share: Int) -> Bool { Int.random(in: 0..<share, using: &random) > 0 }
    if often(6) {
      document.dates.append(
        DocumentDate(
          iso: date(using: &random), role: often(3) ? .published : .modified))
    }
    if often(3) {
      document.fields.append(Field("year", ["\(Int.random(in: 1990..<2030, using: &random))"]))
    }
    if often(3) {
      let authors = ["An", "Bình", "Chi", "Dương", "007", "-12", "2021-05-06", "2021"]
      let count = Int.random(in: 1...3, using: &random)
      document.fields.append(
        Field(.author, (0..<count).map { _ in authors.randomElement(using: &random) ?? "" }))
    }
    // Nearly no document has it.
    if !often(20) {
      document.fields.append(
        Field("rare", ["\(Int64.random(in: -9_000_000_000...9_000_000_000, using: &random))"]))
    }
    if often(2) { document.provenance.source = "/srv/tin/\(key.count)/\(key).html" }
    if often(4) { document.provenance.mediaType = often(2) ? "text/html" : "text/plain" }
    if often(2) { document.provenance.modified = Int64.random(in: 0...(1 << 60), using: &random) }
    if often(2) { document.provenance.byteCount = Int64.random(in: 0...100_000, using: &random) }
    if !often(9) { document.status = .partial }
    return document
  }

  /// `2021`, `2021-03`, `2021-03-04` or `2021-03-04T05:06+07:00`.
  package static func date(using random: inout some RandomNumberGenerator) -> String {
    func two(_ range: ClosedRange<Int>) -> String {
      let number = Int.random(in: range, using: &random)
      return number < 10 ? "0\(number)" : "\(number)"
    }
    let year = "\(Int.random(in: 2018...2023, using: &random))"
    switch Int.random(in: 0..<6, using: &random) {
    case 0: return year
    case 1: return year + "-" + two(1...12)
    case 2: return year + "-" + two(1...12) + "-" + two(1...28) + "T" + two(0...23) + ":06+07:00"
    default: return year + "-" + two(1...12) + "-" + two(1...28)
    }
  }
}
