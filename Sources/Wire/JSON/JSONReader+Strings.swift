// The inside of strings: plain runs are found by words and copied whole, escapes one by one.

extension JSONReader {
  /// Moves to the next quote or backslash and returns it.
  mutating func endOfPlainRun() throws(JSONError) -> UInt8 {
    // Eight bytes a step where none of them ends the run.
    while index <= bytes.count - 8 {
      // In bounds by the line above; any eight bytes are a UInt64.
      let word = unsafe bytes.bytes.unsafeLoadUnaligned(
        fromUncheckedByteOffset: index, as: UInt64.self)
      if word.hasEndOfPlainRun { break }
      index += 8
    }
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8.quote || byte == UInt8.backslash { return byte }
      if byte < 0x20 { throw JSONError(.controlCharacter(byte), at: index) }
      index += 1
    }
    throw unexpected("the end of a string")
  }

  /// Goes on from the first backslash of a string that began at `start`.
  mutating func escapedString(from start: Int) throws(JSONError) -> String {
    var copy: [UInt8] = []
    var runStart = start
    while true {
      append(runStart..<index, to: &copy)
      index += 1
      if bytes[index - 1] == UInt8.quote { break }
      try appendEscape(to: &copy)
      runStart = index
      _ = try endOfPlainRun()
    }
    do {
      return String(copying: try UTF8Span(validating: copy.span))
    } catch {
      throw JSONError(.invalidUTF8, at: start)
    }
  }

  private mutating func appendEscape(to copy: inout [UInt8]) throws(JSONError) {
    guard let letter = current else { throw unexpected("an escape") }
    index += 1
    switch letter {
    case .quote, .backslash, UInt8(ascii: "/"): copy.append(letter)
    case UInt8(ascii: "b"): copy.append(0x08)
    case UInt8(ascii: "f"): copy.append(0x0C)
    case .letterN: copy.append(0x0A)
    case .letterR: copy.append(0x0D)
    case .letterT: copy.append(0x09)
    case .letterU: copy.append(contentsOf: String(Character(try unicodeEscape())).utf8)
    default: throw JSONError(.invalidEscape, at: index - 2)
    }
  }

  /// The scalar after `\u`, both halves of a surrogate pair taken together.
  private mutating func unicodeEscape() throws(JSONError) -> Unicode.Scalar {
    let start = index - 2
    let first = try hexQuad()
    if let scalar = Unicode.Scalar(first) { return scalar }
    guard first < 0xDC00, current == UInt8.backslash, index + 1 < bytes.count,
      bytes[index + 1] == UInt8.letterU
    else { throw JSONError(.loneSurrogate, at: start) }
    index += 2
    let second = try hexQuad()
    guard second >= 0xDC00, second < 0xE000,
      let scalar = Unicode.Scalar(0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00))
    else { throw JSONError(.loneSurrogate, at: start) }
    return scalar
  }

  private mutating func hexQuad() throws(JSONError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let byte = current, let digit = hexDigit(byte) else {
        throw unexpected("four hexadecimal digits")
      }
      code = code << 4 | digit
      index += 1
    }
    return code
  }

  private func hexDigit(_ byte: UInt8) -> UInt32? {
    switch byte {
    case 0x30...0x39: UInt32(byte - 0x30)
    case 0x41...0x46: UInt32(byte - 0x37)
    case 0x61...0x66: UInt32(byte - 0x57)
    default: nil
    }
  }

  func text(_ range: Range<Int>) throws(JSONError) -> String {
    do {
      return String(copying: try UTF8Span(validating: bytes.extracting(range)))
    } catch {
      throw JSONError(.invalidUTF8, at: range.lowerBound + error.byteOffsets.lowerBound)
    }
  }

  private func append(_ range: Range<Int>, to copy: inout [UInt8]) {
    let part = bytes.extracting(range)
    unsafe part.withUnsafeBufferPointer { buffer in
      // `part` lives through the closure; the bytes are copied.
      unsafe copy.append(contentsOf: buffer)
    }
  }
}

extension UInt64 {
  /// Whether one of eight bytes is a quote, a backslash or a control character.
  ///
  /// A byte below `n` turns its high bit on when `n` is taken away, unless it had it before; a
  /// borrow comes only from such a byte. (Mycroft's test for zero bytes, for any `n` up to 128.)
  fileprivate var hasEndOfPlainRun: Bool {
    let each: UInt64 = 0x0101_0101_0101_0101
    func hasByte(in word: UInt64, below limit: UInt64) -> UInt64 {
      (word &- each &* limit) & ~word
    }
    let quotes = hasByte(in: self ^ each &* UInt64(UInt8.quote), below: 1)
    let backslashes = hasByte(in: self ^ each &* UInt64(UInt8.backslash), below: 1)
    let controls = hasByte(in: self, below: 0x20)
    return (quotes | backslashes | controls) & (each &* 0x80) != 0
  }
}
