/// Decides the charset of a whole document's bytes and decodes them to clean text.
///
/// In order: byte order mark; zero bytes of UTF-16; strict UTF-8; else what the bytes spell in
/// each legacy charset. Then UTF-8 that had been read as windows-1252 is repaired, as is legacy
/// text that had been stored as if it were windows-1252. Character references stay, for the bytes
/// may be HTML: `repair(_:)` is for plain text.
///
/// Linear in the bytes; strict UTF-8 costs little more than its validation.
///
/// - Parameters:
///   - bytes: the whole document; a part of it may be decided otherwise
///   - declared: the label of HTTP, `<meta>` or MIME. It tips the scale between readings that are
///     nearly as good, and is never believed against the bytes. UTF-7 is refused, unknown labels
///     are passed over.
package func decode(_ bytes: Span<UInt8>, declared: String? = nil) -> DecodedText {
  if let marked = decodeMarked(bytes) { return marked }
  let check = UTF8Check(bytes)
  let hasNul = check.isValid ? check.hasNul : firstIndex(of: 0, in: bytes, from: 0) < bytes.count
  if hasNul, let charset = UTF16Decoding.detect(bytes) {
    return decodeUTF16(bytes, charset, evidence: .detected)
  }
  let label = declared.flatMap(Charset.init(label:))
  if label == .utf16LE || label == .utf16BE, let label, hasNul,
    UTF16Decoding.isText(bytes, bigEndian: label == .utf16BE)
  {
    return decodeUTF16(bytes, label, evidence: .declared)
  }
  if !isShortLegacy(bytes), let text = decodeStrictUTF8(bytes, check, declared: label) {
    return text
  }
  return decodeByEvidence(bytes, declared: label)
}

/// Decodes bytes in a charset the caller knows, a font's for example, without any repair.
package func decode(_ bytes: Span<UInt8>, as charset: Charset) -> DecodedText {
  switch charset {
  case .utf8, .ascii:
    let (utf8, replaced, nulCount) = UTF8Decoding.repairing(bytes)
    return DecodedText(
      text: String(decoding: utf8, as: UTF8.self), charset: charset, evidence: .declared,
      replacedByteCount: replaced, nulCount: nulCount)
  case .utf16LE, .utf16BE:
    return decodeUTF16(bytes, charset, evidence: .declared)
  case .viqr:
    return DecodedText(
      text: String(decoding: VIQR.decode(bytes), as: UTF8.self), charset: .viqr,
      evidence: .declared)
  default:
    let table = ByteCharset.of(charset) ?? .windows1252
    let (utf8, nulCount) = table.decode(bytes)
    return DecodedText(
      text: String(decoding: utf8, as: UTF8.self), charset: charset, evidence: .declared,
      nulCount: nulCount)
  }
}

private func decodeMarked(_ bytes: Span<UInt8>) -> DecodedText? {
  if bytes.starts(with: [0xEF, 0xBB, 0xBF]) {
    let body = bytes.extracting(3...)
    if var text = decodeStrictUTF8(body, UTF8Check(body), declared: .utf8) {
      text.charset = .utf8
      text.evidence = .byteOrderMark
      return text
    }
    // A mark does not make the rest UTF-8: editors put it before legacy bytes too.
    var text = decodeByEvidence(body, declared: .utf8)
    if text.charset == .utf8 { text.evidence = .byteOrderMark }
    return text
  }
  if bytes.starts(with: [0xFF, 0xFE]) {
    return decodeUTF16(bytes.extracting(2...), .utf16LE, evidence: .byteOrderMark)
  }
  if bytes.starts(with: [0xFE, 0xFF]) {
    return decodeUTF16(bytes.extracting(2...), .utf16BE, evidence: .byteOrderMark)
  }
  return nil
}

private func decodeUTF16(
  _ bytes: Span<UInt8>, _ charset: Charset, evidence: DecodedText.Evidence
) -> DecodedText {
  let (utf8, replaced, nulCount) = UTF16Decoding.decode(bytes, bigEndian: charset == .utf16BE)
  return repaired(
    utf8, charset: charset, confidence: evidence == .detected ? 0.99 : 1, evidence: evidence,
    replacedByteCount: replaced, nulCount: nulCount)
}

private func decodeStrictUTF8(
  _ bytes: Span<UInt8>, _ check: UTF8Check, declared: Charset?
) -> DecodedText? {
  guard check.isValid else { return nil }
  if declared == .viqr && check.isASCII || VIQR.isOverwhelming(bytes) {
    return decodeVIQR(bytes, declared: declared)
  }
  let charset: Charset = check.isASCII ? .ascii : .utf8
  if check.hasNul {
    let (utf8, replaced, nulCount) = UTF8Decoding.repairing(bytes)
    return repaired(
      utf8, charset: charset, confidence: 1, evidence: .valid, replacedByteCount: replaced,
      nulCount: nulCount)
  }
  if !check.isASCII, let (utf8, repair) = repairStored(bytes) {
    return DecodedText(
      text: String(decoding: utf8, as: UTF8.self), charset: charset, evidence: .valid,
      repair: repair)
  }
  // Valid by the check above; to have it validated again would cost ten instructions a byte.
  let valid = unsafe UTF8Span(unchecked: bytes, isKnownASCII: check.isASCII)
  return DecodedText(text: String(copying: valid), charset: charset, evidence: .valid)
}

private func decodeVIQR(_ bytes: Span<UInt8>, declared: Charset?) -> DecodedText {
  let isDeclared = declared == .viqr
  return DecodedText(
    text: String(decoding: VIQR.decode(bytes), as: UTF8.self), charset: .viqr,
    confidence: isDeclared ? 1 : 0.9, evidence: isDeclared ? .declared : .detected)
}

private func decodeByEvidence(_ bytes: Span<UInt8>, declared: Charset?) -> DecodedText {
  if let mixed = MixedDecoding.decode(bytes, declared: declared) {
    return repaired(
      mixed.utf8, charset: .utf8, otherCharset: mixed.charset, confidence: mixed.confidence,
      evidence: .detected, nulCount: mixed.nulCount)
  }
  let verdict = CharsetDetector(bytes, declared: declared).verdict
  if verdict.charset == .utf8 {
    let (utf8, replaced, nulCount) = UTF8Decoding.repairing(bytes)
    return repaired(
      utf8, charset: .utf8, confidence: verdict.confidence, evidence: .detected,
      replacedByteCount: replaced, nulCount: nulCount)
  }
  let table = ByteCharset.of(verdict.charset) ?? .windows1252
  let (utf8, nulCount) = table.decode(bytes)
  return DecodedText(
    text: String(decoding: utf8, as: UTF8.self), charset: verdict.charset,
    confidence: verdict.confidence,
    evidence: verdict.isConvincing
      ? (verdict.charset == declared ? .declared : .detected) : .fallback,
    nulCount: nulCount)
}

/// A result from UTF-8 of a Unicode charset, with what was mis-stored in it set right.
private func repaired(
  _ utf8: [UInt8], charset: Charset, otherCharset: Charset? = nil, confidence: Double,
  evidence: DecodedText.Evidence, replacedByteCount: Int = 0, nulCount: Int
) -> DecodedText {
  let better = repairStored(utf8.span)
  return DecodedText(
    text: String(decoding: better?.utf8 ?? utf8, as: UTF8.self), charset: charset,
    otherCharset: otherCharset, confidence: confidence, evidence: evidence,
    replacedByteCount: replacedByteCount, nulCount: nulCount, repair: better?.repair ?? .none)
}

/// True for a few words that are UTF-8 by chance: VISCII and VPS write `người`, `nước` and 500
/// other syllables with bytes that are N'Ko, Syriac or Cyrillic letters among Latin ones.
private func isShortLegacy(_ bytes: Span<UInt8>) -> Bool {
  guard bytes.count < 512 else { return false }
  var index = 0
  var isStrange = false
  while index < bytes.count {
    let start = index
    let scalar = nextScalar(bytes, &index)
    let isLetterBeside =
      start > 0 && isASCIILetter(bytes[start - 1])
      || index < bytes.count && isASCIILetter(bytes[index])
    switch scalar {
    case 0x370...0x7FF, 0x1C4...0x1FF: isStrange = isStrange || isLetterBeside
    case 0x1EA0...0x1EF9: return false
    default: break
    }
  }
  return isStrange && CharsetDetector(bytes, declared: nil).verdict.charset != .utf8
}

private func isASCIILetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

extension Span<UInt8> {
  /// True where the span begins with these bytes.
  func starts(with prefix: [UInt8]) -> Bool {
    guard count >= prefix.count else { return false }
    for index in prefix.indices where self[index] != prefix[index] { return false }
    return true
  }
}
