/// Files that announce their format in their first bytes.
enum Magic {
  /// The format, or nil for what may be text.
  static func type(of bytes: [UInt8]) -> MediaType? {
    if bytes.starts(with: [0x50, 0x4b]), bytes.count > 3, [3, 5, 7].contains(bytes[2]) {
      return .zip
    }
    if bytes.starts(with: "{\\rtf".utf8) { return .rtf }
    if bytes.starts(with: "WARC/1.".utf8) { return .warc }
    if bytes.starts(with: [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]) { return .oldOffice }
    if let riff = riffFormat(bytes) { return .foreign(riff) }
    for (offset, magic) in archives where has(magic, at: offset, in: bytes) { return .archive }
    if isCPIO(bytes) { return .archive }
    for (magic, name, mime) in images where bytes.starts(with: magic) {
      return .image(name, mime: mime)
    }
    for (offset, magic, name) in foreign where has(magic, at: offset, in: bytes) {
      return .foreign(name)
    }
    // A PDF may begin with up to a kilobyte of anything.
    let head = bytes.prefix(1024 + 5)
    if contains(Array("%PDF-".utf8), in: head), bytes.first != UInt8(ascii: "<") {
      return .pdf
    }
    return nil
  }

  /// Headers of text are all digits, 76 or 110 of them, which no text begins with; those of numbers
  /// begin with 0o070707 in either order of bytes.
  private static func isCPIO(_ bytes: [UInt8]) -> Bool {
    func begins(_ magic: String, digits: Int) -> Bool {
      has(Array(magic.utf8), at: 0, in: bytes) && bytes.count >= digits
        && bytes[..<digits].allSatisfy { byte in
          (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte)
            || (0x61...0x66).contains(byte)
        }
    }
    return begins("070701", digits: 110) || begins("070702", digits: 110)
      || begins("070707", digits: 76) || has([0xc7, 0x71], at: 0, in: bytes)
      || has([0x71, 0xc7], at: 0, in: bytes)
  }

  private static func has(_ magic: [UInt8], at offset: Int, in bytes: [UInt8]) -> Bool {
    bytes.count >= offset + magic.count && bytes[offset...].starts(with: magic)
  }

  private static func contains(_ piece: [UInt8], in bytes: ArraySlice<UInt8>) -> Bool {
    guard bytes.count >= piece.count else { return false }
    return bytes.indices.dropLast(piece.count - 1).contains { bytes[$0...].starts(with: piece) }
  }

  private static func riffFormat(_ bytes: [UInt8]) -> String? {
    guard has(Array("RIFF".utf8), at: 0, in: bytes), bytes.count >= 12 else { return nil }
    switch String(decoding: bytes[8..<12], as: UTF8.self) {
    case "WEBP": return "a WebP image"
    case "WAVE": return "WAV audio"
    case "AVI ": return "AVI video"
    default: return nil
    }
  }

  /// Archives and compressed files.
  private static let archives: [(Int, [UInt8])] = [
    (0, [0x1f, 0x8b, 0x08]),  // gzip
    (0, [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00]),  // xz
    (0, [0x28, 0xb5, 0x2f, 0xfd]),  // zstd
    (4, [0x31, 0x41, 0x59, 0x26, 0x53, 0x59]),  // bzip2
    (0, [0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c]),  // 7z
    (0, Array("Rar!".utf8) + [0x1a, 0x07]),
    (257, Array("ustar".utf8)),
  ]

  /// Pictures that may be scanned paper.
  private static let images: [([UInt8], String, mime: String)] = [
    ([0x89] + Array("PNG\r\n".utf8), "a PNG image", "image/png"),
    ([0xff, 0xd8, 0xff], "a JPEG image", "image/jpeg"),
    (Array("GIF8".utf8), "a GIF image", "image/gif"),
    (Array("II*".utf8) + [0], "a TIFF image", "image/tiff"),
    (Array("MM".utf8) + [0, 0x2a], "a TIFF image", "image/tiff"),
  ]

  private static let foreign: [(Int, [UInt8], String)] = [
    (0, [0x7f] + Array("ELF".utf8), "an ELF program"),
    (0, [0x4d, 0x5a, 0x90, 0x00], "a Windows program"),
    (0, [0xca, 0xfe, 0xba, 0xbe], "a Java class or Mach-O program"),
    (0, [0xcf, 0xfa, 0xed, 0xfe], "a Mach-O program"),
    (0, [0x00] + Array("asm".utf8), "WebAssembly"),
    (0, [0x00, 0x00, 0x01, 0x00], "an icon"),
    (0, Array("AT&TFORM".utf8), "DjVu"),
    (0, Array("ID3".utf8) + [0x03], "MP3 audio"),
    (0, Array("ID3".utf8) + [0x04], "MP3 audio"),
    (0, Array("OggS".utf8) + [0], "Ogg audio or video"),
    (0, Array("fLaC".utf8) + [0], "FLAC audio"),
    (4, Array("ftyp".utf8), "MP4 video or a HEIF image"),
    (0, [0x1a, 0x45, 0xdf, 0xa3], "Matroska video"),
    (0, Array("SQLite format 3".utf8) + [0], "an SQLite database"),
    (0, Array("%!PS".utf8), "PostScript"),
    (0, Array("ITSF".utf8), "a CHM help file"),
    (0, Array("!BDN".utf8), "an Outlook mailbox"),
    (0, Array("wOFF".utf8), "a font"),
    (0, Array("wOF2".utf8), "a font"),
    (0, [0x00, 0x01, 0x00, 0x00, 0x00], "a font"),
    (0, Array("!<arch>".utf8), "an ar archive or Debian package"),
  ]
}
