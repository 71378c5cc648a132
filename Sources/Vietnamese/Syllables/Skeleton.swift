/// True where the letters without their marks look like a syllable: an onset, and a rime that
/// some word of the dictionary has once its marks are dropped.
///
/// Wider than `Syllable`: `viet` and `thưong` are skeletons although no Vietnamese word is built
/// on a plain `ie` or `ưo`.
func isSkeleton(_ letters: Span<Letter>) -> Bool {
  let onset = onsetCount(letters)
  guard letters.count > onset, letters.count - onset <= 6 else { return false }
  var packed: UInt32 = 0
  for index in onset..<letters.count {
    let base = letters[index].base
    guard base &- 0x61 < 26 else { return false }
    packed |= UInt32(base - 0x60) << UInt32(5 * (index - onset))
  }
  var low = 0
  var high = foldedRimes.count
  while low < high {
    let middle = (low + high) / 2
    if foldedRimes[middle] < packed { low = middle + 1 } else { high = middle }
  }
  return low < foldedRimes.count && foldedRimes[low] == packed
}
