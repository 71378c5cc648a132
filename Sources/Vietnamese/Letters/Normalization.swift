/// Unicode normalization for words outside the Vietnamese alphabet.
///
/// Own tables instead of the toolchain's: keys of an index must not change with the compiler.
/// Where we differ from UAX #15: Hangul syllables are never taken apart (only put together), and
/// only letters, digits and marks have a decomposition.
enum Normalization {
  /// Appends the full compatibility decomposition of a scalar.
  static func appendDecomposed(_ scalar: UInt32, to scalars: inout [UInt32]) {
    if scalar < 0xA0 {
      scalars.append(scalar)
    } else if let range = decompositions.range(of: scalar) {
      scalars.append(contentsOf: decompositions.pool[range])
    } else {
      scalars.append(scalar)
    }
  }

  /// Puts marks behind each base in the order of their combining classes.
  static func reorder(_ scalars: inout [UInt32]) {
    var index = 1
    while index < scalars.count {
      let rank = combiningClass(scalars[index])
      var place = index
      while rank != 0, place > 0, combiningClass(scalars[place - 1]) > rank {
        scalars.swapAt(place, place - 1)
        place -= 1
      }
      index += 1
    }
  }

  /// Canonical composition in place; `scalars` are decomposed and in order.
  static func compose(_ scalars: inout [UInt32]) {
    var out = 0
    var starter = -1
    var lastClass: UInt32 = 0
    for scalar in scalars {
      let rank = combiningClass(scalar)
      let isBlocked = starter < 0 || (out - 1 > starter && (lastClass >= rank || lastClass == 0))
      if !isBlocked, let composite = composite(scalars[starter], scalar) {
        scalars[starter] = composite
        continue
      }
      if rank == 0 { starter = out }
      lastClass = rank
      scalars[out] = scalar
      out += 1
    }
    scalars.removeSubrange(out...)
  }

  static func combiningClass(_ scalar: UInt32) -> UInt32 {
    guard scalar >= 0x300 else { return 0 }
    guard let run = find(scalar, in: combiningClassRuns, stride: 3) else { return 0 }
    return combiningClassRuns[run + 2]
  }

  /// True for general category Mn: marks that folding drops.
  static func isNonspacing(_ scalar: UInt32) -> Bool {
    scalar >= 0x300 && find(scalar, in: nonspacingMarkRuns, stride: 2) != nil
  }

  private static func composite(_ first: UInt32, _ second: UInt32) -> UInt32? {
    if first &- 0x1100 < 19, second &- 0x1161 < 21 {
      return 0xAC00 + ((first - 0x1100) * 21 + (second - 0x1161)) * 28
    }
    if first &- 0xAC00 < 11172, (first - 0xAC00) % 28 == 0, second &- 0x11A8 < 27 {
      return first + second - 0x11A7
    }
    return compositions[UInt64(first) << 32 | UInt64(second)]
  }

  /// The start of the run that holds `scalar` in a flat list of (first, last, …).
  private static func find(_ scalar: UInt32, in runs: [UInt32], stride: Int) -> Int? {
    var low = 0
    var high = runs.count / stride
    while low < high {
      let middle = (low + high) / 2
      if runs[middle * stride + 1] < scalar { low = middle + 1 } else { high = middle }
    }
    guard low * stride < runs.count, runs[low * stride] <= scalar else { return nil }
    return low * stride
  }

  private static let decompositions = DecompositionTable(decompositionText)

  private static let compositions: [UInt64: UInt32] = {
    var result: [UInt64: UInt32] = [:]
    var first: UInt32 = 0
    var second: UInt32 = 0
    forEachHexadecimal(in: compositionText) { number, end in
      switch end {
      case UInt8(ascii: "+"): first = number
      case UInt8(ascii: "="): second = number
      default: result[UInt64(first) << 32 | UInt64(second)] = number
      }
    }
    return result
  }()
}

/// Decompositions by binary search over the scalars that have one.
private struct DecompositionTable {
  private var scalars: [UInt32] = []
  private var ends: [UInt32] = []
  private(set) var pool: [UInt32] = []

  init(_ text: String) {
    forEachHexadecimal(in: text) { number, end in
      if end == UInt8(ascii: "=") {
        scalars.append(number)
        ends.append(0)
      } else {
        pool.append(number)
        ends[ends.count - 1] = UInt32(pool.count)
      }
    }
  }

  func range(of scalar: UInt32) -> Range<Int>? {
    var low = 0
    var high = scalars.count
    while low < high {
      let middle = (low + high) / 2
      if scalars[middle] < scalar { low = middle + 1 } else { high = middle }
    }
    guard low < scalars.count, scalars[low] == scalar else { return nil }
    return (low == 0 ? 0 : Int(ends[low - 1]))..<Int(ends[low])
  }
}

/// Calls `body` with each hexadecimal number of a table and the sign that ends it.
private func forEachHexadecimal(in text: String, _ body: (UInt32, UInt8) -> Void) {
  var number: UInt32 = 0
  for byte in text.utf8 {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): number = number << 4 | UInt32(byte & 15)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): number = number << 4 | UInt32(byte & 15 + 9)
    default:
      if byte != UInt8(ascii: "\n") { body(number, byte) }
      number = 0
    }
  }
}
