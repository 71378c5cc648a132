/// The two keys of a number.
package struct NumberForms: Sendable, Equatable {
  /// Thousands joined, `,` before decimals: `1.234.567,89` and `1,234,567.89` are `1234567,89`.
  package var canonical: [UInt8]
  /// Without any separator where each parts three digits, so that `30,388` (thirty thousand or
  /// thirty point three) meets `30.388` and `30388`.
  package var folded: [UInt8]
}

/// One past the last digit of the number that begins at `start`: digits, with single dots and
/// commas between them.
package func numberEnd(_ text: Span<UInt8>, from start: Int) -> Int {
  var index = start
  while index < text.count {
    if isDigit(text[index]) {
      index += 1
    } else if isSeparator(text[index]), index + 1 < text.count, isDigit(text[index + 1]) {
      index += 1
    } else {
      break
    }
  }
  return index
}

/// Keys of a number as `numberEnd` bounds it, or nil where its commas part a list (`1,2,3`).
///
/// Vietnamese writes `1.242` for a thousand and `10,4` for a decimal, and texts mix in the English
/// way. Versions and addresses (`1.2.3`) stay as they are; `4.0` is not forty.
package func numberForms(of text: Span<UInt8>) -> NumberForms? {
  let groups = NumberGroups(text)
  let isFree = groups.areAllThrees
  switch (groups.dots, groups.commas) {
  case (0, 0):
    return groups.joined()
  case (1, 0):
    return isFree && groups.canBeThousands ? groups.joined() : groups.decimal(isFree: isFree)
  case (_, 0):
    return isFree && groups.canBeThousands ? groups.joined() : groups.verbatim
  case (0, 1):
    return groups.decimal(isFree: isFree)
  case (0, _):
    return isFree && groups.canBeThousands ? groups.joined() : nil
  default:
    return groups.endInDecimal && groups.canBeThousands ? groups.decimal(isFree: isFree) : nil
  }
}

/// Digits between separators.
private struct NumberGroups {
  var text: [UInt8] = []
  /// Ends of the groups in `text`.
  var separators: [Int] = []
  var dots = 0
  var commas = 0

  init(_ number: Span<UInt8>) {
    for index in number.indices {
      text.append(number[index])
      if isSeparator(number[index]) { separators.append(index) }
      if number[index] == UInt8(ascii: ".") { dots += 1 }
      if number[index] == UInt8(ascii: ",") { commas += 1 }
    }
  }

  /// True where every group behind a separator has three digits.
  var areAllThrees: Bool { hasThrees(upTo: separators.count) }

  /// True where one to three digits, not a zero, stand before the first separator.
  var canBeThousands: Bool {
    guard let first = separators.first else { return false }
    return first <= 3 && text[0] != UInt8(ascii: "0")
  }

  /// True for thousands in threes with one sign, and decimals behind the other.
  var endInDecimal: Bool {
    guard let last = separators.last, hasThrees(upTo: separators.count - 1) else { return false }
    return separators.dropLast().allSatisfy { text[$0] != text[last] }
      && (text[last] == UInt8(ascii: ",") ? commas : dots) == 1
  }

  var verbatim: NumberForms { NumberForms(canonical: text, folded: text) }

  func joined() -> NumberForms {
    let digits = text.filter(isDigit)
    return NumberForms(canonical: digits, folded: digits)
  }

  func decimal(isFree: Bool) -> NumberForms {
    let digits = text.filter(isDigit)
    let whole = (separators.last ?? text.count) - (separators.count - 1)
    let canonical = digits[..<whole] + [UInt8(ascii: ",")] + digits[whole...]
    return NumberForms(canonical: Array(canonical), folded: isFree ? digits : Array(canonical))
  }

  private func hasThrees(upTo limit: Int) -> Bool {
    for index in 0..<limit {
      let end = index + 1 < separators.count ? separators[index + 1] : text.count
      if end - separators[index] != 4 { return false }
    }
    return true
  }
}

@inlinable
package func isDigit(_ byte: UInt8) -> Bool {
  byte &- 0x30 < 10
}

private func isSeparator(_ byte: UInt8) -> Bool {
  byte == UInt8(ascii: ".") || byte == UInt8(ascii: ",")
}

/// The value of the digits in `range`, or nil where there are none or more than nine.
@inlinable
package func integer(_ text: Span<UInt8>, _ range: Range<Int>) -> Int? {
  guard !range.isEmpty, range.count < 10 else { return nil }
  var value = 0
  for index in range {
    guard isDigit(text[index]) else { return nil }
    value = value * 10 + Int(text[index] & 15)
  }
  return value
}

/// One past the last of the ASCII digits from `start` on.
@inlinable
package func digitsEnd(_ text: Span<UInt8>, from start: Int) -> Int {
  var index = start
  while index < text.count, isDigit(text[index]) { index += 1 }
  return index
}
