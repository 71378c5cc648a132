/// What the name of an old Vietnamese font says about the text set in it.
///
/// Before Unicode the charset was a property of the font: `.VnTime` shows TCVN3, `VNI-Times` VNI.
/// The name is what RTF, DOC and DOCX keep of each run.
package struct LegacyFont: Sendable, Equatable {
  package var charset: Charset
  /// The font draws capitals for small letters (`.VnTimeH`): TCVN3 has no codes for these.
  package var isCapital: Bool

  /// nil for fonts of Unicode, which are all others.
  package init?(name: String) {
    var letters: [UInt8] = []
    for byte in name.utf8 where byte != UInt8(ascii: " ") && byte != UInt8(ascii: "\"") {
      // A style may follow: `.VnTimeH,Bold`.
      if byte == UInt8(ascii: ",") { break }
      letters.append(byte)
    }
    let small = letters.map { $0 &- 0x41 < 26 ? $0 | 0x20 : $0 }
    if small.starts(with: ".vn".utf8) {
      charset = .tcvn3
      isCapital = letters.last == UInt8(ascii: "H")
    } else if small.starts(with: "vni-".utf8) {
      (charset, isCapital) = (.vni, false)
    } else if small.starts(with: "vps".utf8) {
      (charset, isCapital) = (.vps, false)
    } else if small.starts(with: "viscii".utf8) || small.starts(with: "vitimes".utf8) {
      (charset, isCapital) = (.viscii, false)
    } else {
      return nil
    }
  }
}

/// Reads bytes of a run set in an old font.
package func decode(_ bytes: Span<UInt8>, font: LegacyFont) -> String {
  let text = decode(bytes, as: font.charset).text
  return font.isCapital ? text.uppercased() : text
}

/// Reads a run that was stored as if its font were a Western one: `ViÖt` in `.VnTime` is `Việt`.
/// What windows-1252 has not stays as it is.
package func decode(stored text: String, font: LegacyFont) -> String {
  var text = text
  text.makeContiguousUTF8()
  let utf8 = text.utf8
  let decoded = String(
    decoding: StoredLegacy.decode(utf8.span, as: font.charset), as: UTF8.self)
  return font.isCapital ? decoded.uppercased() : decoded
}
