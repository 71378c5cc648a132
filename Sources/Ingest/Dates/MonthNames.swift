/// The names of months in the languages that archives have pages in.
enum MonthNames {
  /// The month, 1 to 12, that a word in small letters names in full or by three letters or more from
  /// its beginning.
  static func month(_ word: some StringProtocol) -> Int? {
    byWord[String(word)]
  }

  private static let byWord: [String: Int] = {
    var table: [String: Int] = [:]
    for (month, names) in names.enumerated() {
      for name in names.split(separator: " ") {
        for length in min(3, name.count)...name.count {
          let word = String(name.prefix(length))
          // A beginning that two months share is the earlier one's: `jui`, `mar`.
          if table[word] == nil { table[word] = month + 1 }
        }
      }
    }
    return table
  }()

  /// English, German, French, Italian, Spanish, Portuguese, Dutch, Danish and Swedish, Polish,
  /// Russian, Indonesian; each month once in all.
  private static let names = [
    "january januar jänner janvier gennaio enero janeiro januari stycznia января",
    "february februar feber février febbraio febrero fevereiro februari lutego февраля",
    "march märz mars mrz marzo março maart marca марта maret",
    "april avril aprile abril kwietnia апреля",
    "may mai maggio mayo maio mei maj maja мая",
    "june juni juin giugno junio junho czerwca июня",
    "july juli juillet luglio julio julho lipca июля",
    "august août aout agosto augustus augusti sierpnia августа agustus",
    "september septembre settembre septiembre setembro września сентября",
    "october oktober octobre ottobre octubre outubro października октября",
    "november novembre noviembre novembro listopada ноября",
    "december dezember décembre dicembre diciembre dezembro grudnia декабря desember",
  ]
}
