import Testing
import Wire

@testable import Daemon

@Suite struct MetricsTests {
  @Test func `many tasks that count at once lose nothing`() async {
    let counter = Counter()
    let histogram = Histogram()
    let requests = RequestCounts()
    await withTaskGroup { group in
      for task in 0..<16 {
        group.addTask {
          let route = requests.route("/r/\(task % 2)")
          for number in 0..<1_000 {
            counter.add(2)
            histogram.record(.microseconds(number))
            route.count("GET", status: number % 2 == 0 ? 200 : 404, since: .now)
          }
        }
      }
    }
    #expect(counter.value == 32_000)
    #expect(histogram.count == 16_000)
    #expect(histogram.cumulative[0] == 16 * 51, "0 to 50 µs")
    // 16 times the sum of 0 to 999 µs.
    #expect(histogram.sumSeconds == 16 * 499_500 / 1e6)
    #expect(requests.asked.map(\.pattern) == ["/r/0", "/r/1"])
    var exposition = Exposition()
    exposition.family("r_total", .counter, "r") { family in
      for route in requests.asked { route.write(to: &family) }
    }
    #expect(exposition.text.contains(#"r_total{route="/r/0",method="GET",status="404"} 4000"#))
  }

  @Test func `a duration counts in its bucket and in all above`() {
    for (index, bound) in Histogram.bounds.enumerated() {
      let histogram = Histogram()
      histogram.record(.microseconds(bound))
      histogram.record(.microseconds(bound) + .nanoseconds(1))
      let counts = histogram.cumulative
      #expect(counts[..<index].allSatisfy { $0 == 0 })
      #expect(counts[index] == 1)
      #expect(counts[(index + 1)...].allSatisfy { $0 == 2 })
    }
    let histogram = Histogram()
    histogram.record(.seconds(100))
    #expect(histogram.cumulative == histogram.cumulative.map { _ in 0 }.dropLast() + [1])
  }

  @Test func `labels come back as they were`() throws {
    let hostile = "a\\b\"c\nd{e=\"f\"},tiếng Việt"
    var exposition = Exposition()
    exposition.family("x", .gauge, "one \\ two\nthree") { family in
      family.sample(1.5, [("a", hostile), ("b", "")])
      family.sample(.infinity)
    }
    exposition.family("nothing", .gauge, "without samples") { _ in }
    let read = try PlainExposition(exposition.text)
    #expect(read.value("x", ["a": hostile, "b": ""]) == 1.5)
    #expect(read.value("x") == .infinity)
    #expect(read.helps == ["x": #"one \\ two\nthree"#])
  }

  @Test(arguments: [
    ("mặt trận", SearchCounts.Kind.words), (#""mặt trận" tổ quốc"#, .phrase), ("ngh*", .pattern),
    ("", .filter), ("  ", .filter), ("5 * 3", .words), ("*", .words), (#"3" ống"#, .words),
    (#""a b" c*"#, .phrase),
    (#""a b"~3"#, .phrase), ("a NEAR/5 b", .phrase), ("h?c", .pattern), ("mấy giờ?", .words),
    ("học~", .pattern), ("a AND date:2022", .words),
  ])
  func `the text tells what kind of search it is`(text: String, kind: SearchCounts.Kind) {
    #expect(SearchCounts.Kind(SearchQuery(text)) == kind)
  }

  @Test func `strange methods and statuses make no new numbers`() {
    let requests = RequestCounts()
    for number in 0..<100 {
      requests.unrouted.count("X\(number)", status: 600 + number, since: .now)
    }
    var exposition = Exposition()
    exposition.family("r_total", .counter, "r") { requests.unrouted.write(to: &$0) }
    #expect(
      exposition.text.hasSuffix("\nr_total{route=\"none\",method=\"other\",status=\"other\"} 100\n")
    )
  }

  @Test func `searches are counted by how they ended`() throws {
    let counts = SearchCounts()
    let cancellation = Cancellation()
    func search(_ code: Problem.Code?) {
      _ = try? counts.measure(.words, cancellation) { () throws(Problem) in
        if let code { throw Problem(code, "") }
      }
    }
    search(nil)
    search(.timedOut)
    search(.querySyntax)
    cancellation.cancel()
    search(nil)
    search(.timedOut)
    var exposition = Exposition()
    exposition.family("s_total", .counter, "s", counts.writeOutcomes)
    exposition.family("d", .histogram, "d", counts.writeDurations)
    let read = try PlainExposition(exposition.text)
    let expected = ["whole": 1, "partial": 0, "timed_out": 1, "abandoned": 2, "failed": 1]
    for (outcome, count) in expected {
      #expect(read.value("s_total", ["outcome": outcome]) == Double(count), "\(outcome)")
    }
    #expect(read.value("d_count", ["kind": "words"]) == 5)
    #expect(read.value("d_count", ["kind": "phrase"]) == 0)
  }
}
