import InvertedIndex
import TestSupport
import Testing

@testable import Search

@Suite struct DistanceWalkTests {
  private static let beginnings = ["ch", "tr", "gi", "d", "r", "s", "x", "l", "n", "", "ngh", "i"]
  private static let ends = ["a", "i", "y", "an", "ai", "oan", "uong", "ch", "đ", "á", "z"]

  private static func word(_ random: inout Seed) -> String {
    let middle = (0..<Int.random(in: 0...2, using: &random)).map { _ in
      ends.randomElement(using: &random) ?? ""
    }
    return (beginnings.randomElement(using: &random) ?? "") + middle.joined()
      + (ends.randomElement(using: &random) ?? "")
  }

  /// Letters that sound alike at the beginning, two that have changed places, and letters beyond ASCII
  /// are where neighbours must not lend each other what they do not share.
  @Test(arguments: Seed.some(30))
  func `words of a dictionary in order are worth what each is alone`(seed: Seed) {
    var random = seed
    let dictionary = Set((0..<400).map { _ in Self.word(&random) }).map { Array($0.utf8) }
      .sorted { $0.lexicographicallyPrecedes($1) }
    for edits in 1...2 {
      let asked = Array(Self.word(&random).utf8)
      let distance = WordDistance(asked, edits: edits)
      var walk = DistanceWalk(distance)
      var dead: ArraySlice<UInt8>?
      for word in dictionary {
        let cost = PlainOpenWord.distance(asked, word)
        let expected = cost <= Double(edits) ? Float(1 / (1 + cost)) : 0
        #expect(distance.worth(of: word) == expected)
        if let dead, word.starts(with: dead) {
          #expect(expected == 0)
          continue
        }
        let (worth, prefix) = walk.worth(of: word.span)
        #expect(worth == expected, "\(String(decoding: word, as: UTF8.self))")
        dead = prefix > 0 ? word.prefix(prefix) : nil
      }
    }
  }
}
