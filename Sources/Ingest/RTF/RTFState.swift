internal import Vietnamese

/// What holds inside of one RTF group and ends with it.
struct RTFState {
  /// Where text goes.
  enum Destination: Equatable {
    case text
    /// Nothing in it is read.
    case skip
    /// No text, but a part of it may hold some.
    case quiet
    case fonts, styles, info
    /// A fact of `\info`, by its word.
    case fact(String)
    case note, frame
  }

  var destination = Destination.text
  var font: Int?
  /// Bytes that stand for a `\u` in old programs, behind it.
  var fallbackCount = 1
  var isHidden = false
  /// `\*` came: a word that is not known makes the group one to skip.
  var isOptional = false
}

/// A font of the table.
struct RTFFont {
  var name = ""
  var charset: Int?

  /// The charset of the font's bytes; nil for that of the document.
  var ownCharset: Charset? {
    switch charset {
    case 163: .windows1258
    case nil, 0, 1, 2: nil
    default: .windows1252
    }
  }
}

extension Charset {
  /// The charset of a Windows code page that Vietnamese files use; others read as the Western one.
  init(codePage: Int) {
    switch codePage {
    case 1258: self = .windows1258
    case 65001: self = .utf8
    default: self = .windows1252
    }
  }
}
