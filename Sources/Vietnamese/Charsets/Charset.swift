/// The encodings a Vietnamese archive is found in.
package enum Charset: String, CaseIterable, Sendable {
  case utf8 = "utf-8"
  case ascii = "us-ascii"
  case utf16LE = "utf-16le"
  case utf16BE = "utf-16be"
  /// ABC fonts (`.VnTime`): toned letters have one code for both cases, capitals are a font.
  case tcvn3
  /// TCVN 5712-1: TCVN3 with codes for all capitals; what iconv calls TCVN.
  case tcvn5712 = "tcvn5712-1"
  /// VNI-Win (`VNI-Times`): a letter and a mark.
  case vni
  case viscii
  case vps
  case windows1258 = "windows-1258"
  case windows1252 = "windows-1252"
  case bkhcm2
  /// Vietnamese in ASCII (RFC 1456): `Vie^.t`.
  case viqr
}

extension Charset {
  /// The charset a label of HTTP, `<meta>` or MIME names; nil for unknown ones.
  ///
  /// Latin-1 labels mean windows-1252, as in browsers. UTF-7 has no charset on purpose: it hides
  /// markup from whoever looks for it.
  package init?(label: String) {
    guard let charset = labels[String(decoding: plainLabel(label), as: UTF8.self)] else {
      return nil
    }
    self = charset
  }

  /// True for the 8-bit charsets, whose bytes are told apart by what they spell.
  var isLegacy: Bool { ByteCharset.of(self) != nil }

  /// True where a code may stand for both cases.
  var foldsCase: Bool { ByteCharset.of(self)?.foldsCase ?? false }
}

/// Small letters and digits of a label: `X-Viet-TCVN5712` and `x_viet_tcvn5712` are one.
private func plainLabel(_ label: String) -> [UInt8] {
  label.utf8.compactMap { byte in
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"): byte
    default: nil
    }
  }
}

private let labels: [String: Charset] = [
  "utf8": .utf8, "unicode11utf8": .utf8, "unicode20utf8": .utf8, "xunicode20utf8": .utf8,
  "usascii": .ascii, "ascii": .ascii, "ansix341968": .ascii, "646": .ascii,
  "utf16": .utf16LE, "utf16le": .utf16LE, "unicode": .utf16LE, "ucs2": .utf16LE,
  "iso10646ucs2": .utf16LE, "csunicode": .utf16LE, "unicodefeff": .utf16LE,
  "utf16be": .utf16BE, "unicodefffe": .utf16BE,
  "tcvn3": .tcvn3, "tcvn": .tcvn3, "abc": .tcvn3, "xviettcvn": .tcvn3, "xviettcvn3": .tcvn3,
  "tcvn5712": .tcvn5712, "xviettcvn5712": .tcvn5712, "viettcvn5712": .tcvn5712,
  "tcvn57121": .tcvn5712, "tcvn571211993": .tcvn5712, "tcvn57121993": .tcvn5712,
  "vn1": .tcvn5712, "vn3": .tcvn3,
  "vni": .vni, "vniwin": .vni, "xvietvni": .vni, "vietvni": .vni, "vnitimes": .vni,
  "viscii": .viscii, "viscii11": .viscii, "viscii111": .viscii, "xviscii": .viscii,
  "csviscii": .viscii, "xvietviscii": .viscii,
  "vps": .vps, "xvietvps": .vps, "vietvps": .vps, "xvps": .vps,
  "windows1258": .windows1258, "cp1258": .windows1258, "xcp1258": .windows1258,
  "1258": .windows1258, "mscp1258": .windows1258,
  "windows1252": .windows1252, "cp1252": .windows1252, "xcp1252": .windows1252,
  "iso88591": .windows1252, "iso885911": .windows1252, "iso885911987": .windows1252,
  "latin1": .windows1252, "l1": .windows1252, "cp819": .windows1252, "ibm819": .windows1252,
  "isoir100": .windows1252, "csisolatin1": .windows1252, "iso885915": .windows1252,
  "latin9": .windows1252, "ansi": .windows1252,
  "bkhcm2": .bkhcm2, "bkhcm": .bkhcm2, "xvietbkhcm2": .bkhcm2,
  "viqr": .viqr, "csviqr": .viqr, "xvietviqr": .viqr,
]
