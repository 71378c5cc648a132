import Vietnamese

extension Analyzer {
  /// Appends the two numbers of a scalar like ½, as if `1/2` stood there; both have its range.
  mutating func readFraction(_ scalar: UInt32, _ range: Range<Int>, into tokens: inout [Token]) {
    guard let fraction = vulgarFraction(scalar) else { return }
    for number in [fraction.numerator, fraction.denominator] {
      append(intern(canonical: number, folded: number), range, kind: .number, to: &tokens)
    }
  }
}
