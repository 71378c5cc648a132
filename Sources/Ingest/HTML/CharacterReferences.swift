/// `&amp;` and its like where the parser does not look: in JSON-LD and doubly escaped titles.
enum CharacterReferences {
  static func resolved(_ text: String) -> String {
    guard text.utf8.contains(UInt8(ascii: "&")) else { return text }
    var result = ""
    var rest = text[...]
    while let mark = rest.firstIndex(of: "&") {
      result += rest[..<mark]
      rest = rest[mark...]
      if let end = rest.prefix(12).firstIndex(of: ";"),
        let character = character(rest[rest.index(after: mark)..<end])
      {
        result += character
        rest = rest[rest.index(after: end)...]
      } else {
        result += "&"
        rest = rest.dropFirst()
      }
    }
    return result + rest
  }

  /// What a name of HTML stands for; nil for names that are rare in Vietnamese text.
  static func named(_ name: String) -> String? { names[name] }

  private static let names = [
    "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": " ", "ndash": "–",
    "mdash": "—", "hellip": "…", "lsquo": "‘", "rsquo": "’", "ldquo": "“", "rdquo": "”",
    "laquo": "«", "raquo": "»", "middot": "·", "bull": "•", "shy": "",
    "copy": "©", "reg": "®", "trade": "™", "deg": "°", "times": "×", "sect": "§",
    "agrave": "à", "aacute": "á", "acirc": "â", "atilde": "ã", "egrave": "è", "eacute": "é",
    "ecirc": "ê", "igrave": "ì", "iacute": "í", "ograve": "ò", "oacute": "ó", "ocirc": "ô",
    "otilde": "õ", "ugrave": "ù", "uacute": "ú", "yacute": "ý", "Agrave": "À", "Aacute": "Á",
    "Acirc": "Â", "Atilde": "Ã", "Egrave": "È", "Eacute": "É", "Ecirc": "Ê", "Igrave": "Ì",
    "Iacute": "Í", "Ograve": "Ò", "Oacute": "Ó", "Ocirc": "Ô", "Otilde": "Õ", "Ugrave": "Ù",
    "Uacute": "Ú", "Yacute": "Ý",
  ]

  private static func character(_ name: Substring) -> String? {
    guard name.first == "#" else { return names[String(name)] }
    let digits = name.dropFirst()
    let isHex = digits.first == "x" || digits.first == "X"
    guard let code = isHex ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits),
      code >= 0x20, let scalar = Unicode.Scalar(code)
    else { return nil }
    return String(Character(scalar))
  }
}
