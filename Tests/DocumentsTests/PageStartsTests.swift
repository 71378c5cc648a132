import Documents
import TestSupport
import Testing

@Suite struct `Where pages begin` {
  private static func random(_ seed: inout Seed) -> PageStarts {
    var places: [PageStarts.Place] = []
    var block = 0
    for _ in 0..<Int.random(in: 1...40, using: &seed) {
      block += Int.random(in: 0...2, using: &seed)
      let byte = Bool.random(using: &seed) ? 0 : Int.random(in: 1...90, using: &seed)
      places.append(max(.init(block: block, byte: byte), places.last ?? .init(block: 0)))
    }
    return PageStarts(places)
  }

  @Test(arguments: Seed.some(64))
  func `is written as values, and read from them`(seed: Seed) {
    var seed = seed
    let starts = Self.random(&seed)
    #expect(PageStarts(starts.values) == starts)
  }

  @Test func `is a block, or a place in one`() {
    let starts = PageStarts([.init(block: 0), .init(block: 2, byte: 45), .init(block: 7)])
    #expect(starts.values == ["0", "2:45", "7"])
  }

  @Test(arguments: [
    [], [""], ["a"], ["-1"], ["1:"], ["1:-2"], ["1:2:3"], ["3", "2"], ["2:5", "2"],
  ])
  func `is not read from what only has the name`(values: [String]) {
    #expect(PageStarts(values) == nil)
  }

  @Test(arguments: Seed.some(64))
  func `tells the page of each place as counting does`(seed: Seed) {
    var seed = seed
    let starts = Self.random(&seed)
    for block in 0...(starts.places.last?.block ?? 0) + 1 {
      for byte in [0, 1, 30, 60, 91] {
        let place = PageStarts.Place(block: block, byte: byte)
        let counted = max(1, starts.places.count { $0 <= place })
        #expect(starts.page(of: place) == counted)
      }
    }
  }

  @Test func `is shown once where a page has no text`() {
    let starts = PageStarts([.init(block: 0), .init(block: 1), .init(block: 1), .init(block: 2)])
    #expect(starts.page(of: .init(block: 1)) == 3)
    #expect(starts.starts(inBlock: 1).map(\.page) == [3])
    #expect(starts.starts(inBlock: 2).map(\.page) == [4])
    #expect(starts.starts(inBlock: 3).isEmpty)
  }

  @Test(arguments: Seed.some(64))
  func `stays right when blocks are left out`(seed: Seed) {
    var seed = seed
    let starts = Self.random(&seed)
    let count = (starts.places.last?.block ?? 0) + 3
    let removed = Set((0..<count).filter { _ in Bool.random(using: &seed) })
    let kept = starts.removing(removed.contains)
    for (new, old) in (0..<count).filter({ !removed.contains($0) }).enumerated() {
      for byte in [0, 45, 99] {
        #expect(
          kept.page(of: .init(block: new, byte: byte))
            == starts.page(of: .init(block: old, byte: byte)))
      }
    }
  }
}
