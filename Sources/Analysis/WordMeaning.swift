/// What a word means to the rules for dates, numerals and numbers of documents.
///
/// Known by canonical form, and by folded form too, since people type `ngay 26 thang 10`;
/// `isBare` tells those apart where only a marked word may decide.
struct WordMeaning: OptionSet {
  let rawValue: UInt32

  /// ngày, sáng, chiều …: what follows may be a day.
  static let day = WordMeaning(rawValue: 1 << 0)
  /// mùng, mồng, rằm.
  static let lunarDay = WordMeaning(rawValue: 1 << 1)
  /// nay, qua, mai: may stand between a day word and its date.
  static let deictic = WordMeaning(rawValue: 1 << 2)
  static let month = WordMeaning(rawValue: 1 << 3)
  static let year = WordMeaning(rawValue: 1 << 4)
  static let quarter = WordMeaning(rawValue: 1 << 5)
  static let from = WordMeaning(rawValue: 1 << 6)
  static let until = WordMeaning(rawValue: 1 << 7)
  static let and = WordMeaning(rawValue: 1 << 8)
  /// âm of âm lịch.
  static let lunar = WordMeaning(rawValue: 1 << 9)
  /// Giêng, Chạp: months of the lunar year first of all.
  static let lunarMonth = WordMeaning(rawValue: 1 << 10)
  /// số: a number of a document may follow.
  static let number = WordMeaning(rawValue: 1 << 12)
  /// khoá, hội, kỷ …: a Roman numeral may follow.
  static let takesNumeral = WordMeaning(rawValue: 1 << 13)
  /// TP, Q, P …: abbreviations that stand before a name, with a blank after the dot.
  static let place = WordMeaning(rawValue: 1 << 14)
  /// Written without the marks it should have.
  static let isBare = WordMeaning(rawValue: 1 << 15)

  /// http, https, ftp, www.
  static let address = WordMeaning(rawValue: 1 << 16)

  /// kg, m², giờ …: may be written onto a number.
  static let unit = WordMeaning(rawValue: 1 << 17)
  /// Units with a number behind them: 7h30, 3tr5, 1m65.
  static let unitBeforeRest = WordMeaning(rawValue: 1 << 18)

  /// lịch of âm lịch.
  static let calendar = WordMeaning(rawValue: 1 << 19)
  /// AL, ÂL: âm lịch in short.
  static let lunarInShort = WordMeaning(rawValue: 1 << 20)
  /// một, of mười một.
  static let one = WordMeaning(rawValue: 1 << 21)

  /// Words a date may follow.
  static let beforeDate: WordMeaning = [.day, .lunarDay, .deictic, .month, .quarter, .from]

  /// 1…12 where the word names a month: Giêng, hai … Chạp.
  var monthNumber: Int? {
    let number = Int(rawValue >> 24)
    return number == 0 ? nil : number
  }

  static func named(_ number: UInt32, _ more: WordMeaning = []) -> WordMeaning {
    WordMeaning(rawValue: number << 24 | more.rawValue)
  }

  /// The meaning of a canonical key; none for nearly all words.
  static func of(_ canonical: [UInt8]) -> WordMeaning {
    guard canonical.count < 9 else { return [] }
    return table[canonical] ?? []
  }

  private static let table: [[UInt8]: WordMeaning] = {
    let words: [(marked: String, bare: String, meaning: WordMeaning)] = [
      ("ngày sáng trưa chiều tối đêm", "ngay sang trua chieu toi dem", .day),
      ("hôm lễ dịp rạng", "hom le dip rang", .day),
      ("mùng mồng", "mung mong", [.day, .lunarDay]), ("rằm", "ram", .lunarDay),
      ("nay qua mai kia", "", .deictic), ("tháng", "thang", .month),
      ("quý", "quy", [.quarter, .takesNumeral]), ("từ", "tu", .from),
      ("đến tới", "den toi", .until), ("và hoặc", "va hoac", .and), ("âm", "am", .lunar),
      ("lịch", "lich", .calendar), ("al âl", "", .lunarInShort), ("một", "", .one),
      ("số", "so", .number), ("tp tx tt q p h x f", "", .place),
      ("http https ftp www", "", .address),
      ("kg t km dm cm mm m2 m3 km2 cm2 cm3 dm2 dm3 mm2 ha l ml đ triệu nghìn ngàn", "", .unit),
      ("đồng vnđ vnd usd tấn tạ lít phút giây ngày tháng năm tuổi người", "", .unit),
      ("w kw kwh mw v hz khz mhz ghz kb mb gb tb", "", .unit),
      ("h g m k tr tỷ tỉ giờ", "", [.unit, .unitBeforeRest]),
      ("khoá hội kỷ thứ kỳ kì", "khoa hoi ky thu", .takesNumeral),
      ("hạng loại chương phần tập điều", "hang loai chuong phan tap dieu", .takesNumeral),
      ("giêng", "gieng", .named(1, .lunarMonth)), ("hai", "", .named(2)), ("ba", "", .named(3)),
      ("tư", "", .named(4)), ("năm", "", .named(5, .year)), ("", "nam", .year),
      ("sáu", "", .named(6)), ("bảy", "", .named(7)), ("tám", "", .named(8)),
      ("chín", "", .named(9)), ("mười", "", .named(10)),
      ("chạp", "chap", .named(12, .lunarMonth)),
    ]
    var table: [[UInt8]: WordMeaning] = [:]
    for (marked, bare, meaning) in words {
      for word in marked.split(separator: " ") {
        table[Array(word.utf8), default: []].formUnion(meaning)
      }
      for word in bare.split(separator: " ") {
        table[Array(word.utf8), default: []].formUnion(meaning.union(.isBare))
      }
    }
    return table
  }()
}
