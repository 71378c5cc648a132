/// The index of the first such byte from `start` on, or the end.
///
/// Whole blocks are looked at without branches, sixteen bytes at a time.
func firstIndex(of wanted: UInt8, in bytes: Span<UInt8>, from start: Int) -> Int {
  var index = start
  while index + 64 <= bytes.count {
    var difference: UInt8 = 0xFF
    for position in index..<(index + 64) {
      // In bounds by the condition above.
      difference = min(difference, unsafe bytes[unchecked: position] ^ wanted)
    }
    if difference == 0 { break }
    index += 64
  }
  while index < bytes.count, bytes[index] != wanted { index += 1 }
  return index
}
