import TestSupport
import Testing

@testable import Search

@Suite struct RankingFileTests {
  @Test func `the file of defaults says what the defaults are`() throws {
    let lines = Checkout.lines(of: "Config/ranking.tsv")
    #expect(
      try RankingWeights(parsing: lines.joined(separator: "\n")) == RankingWeights())
    let named = lines.filter { !$0.hasPrefix("#") && !$0.isEmpty }.map {
      String($0.prefix { $0 != "\t" })
    }
    #expect(named.sorted() == RankingWeights.names.sorted())
  }

  @Test func `what a file does not name stays as it is`() throws {
    let weights = try RankingWeights(parsing: "# Ours\n\npairs\t1\tmore\npair_depth\t64\n")
    #expect(weights.pairs == 1 && weights.pairDepth == 64 && weights.k1 == RankingWeights().k1)
  }

  @Test(arguments: [
    ("pairs\t0.5\nbody\t2", "line 2: there is no weight \"body\"; there are: k1, b,"),
    ("pairs 1", "line 1: no tab"), ("#\npairs\tone", "line 2: \"one\" is no number"),
    ("pairs\t-1", "line 1: \"-1\" is no number from 0"),
    ("k1\tnan", "line 1: \"nan\" is no number"),
    ("pair_depth\t1.5", "line 1: \"1.5\" is no whole number"),
  ])
  func `a line that is wrong is told`(text: String, message: String) {
    let error = #expect(throws: RankingError.self) { try RankingWeights(parsing: text) }
    #expect(error?.description.hasPrefix(message) == true, "\(error?.description ?? "")")
  }
}
