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
}
