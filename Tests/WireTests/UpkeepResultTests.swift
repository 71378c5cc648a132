import Testing
import Wire

@Suite struct UpkeepResultTests {
  @Test func `the result of a check is read as it was written`() throws {
    var counts = CheckResult.Counts()
    counts.documents = 12
    counts.postings = 345
    var result = CheckResult(
      collection: "main",
      findings: [
        .init(
          file: "segment-1.seg", structure: "neighbours", offset: 64, what: "“hòa” is missing",
          kind: "rewrite", remedy: "make it anew"),
        .init(
          file: "CURRENT", structure: "commit", offset: nil, what: "it is missing",
          kind: "restore", remedy: "restore it"),
      ], unlisted: 3, notes: ["a file too many"], counts: counts, microseconds: 77)
    #expect(try CheckResult(parsing: result.json.span) == result)
    #expect(!result.isWhole && !result.isOfAnotherProgram)
    result.findings = []
    #expect(try CheckResult(parsing: result.json.span).isWhole)
  }

  @Test func `the result of other work is read as it was written`() throws {
    let result = UpkeepResult(
      collection: "tin", documents: 1, segmentsBefore: 2, segments: 3, bytesBefore: 4, bytes: 5,
      microseconds: 6)
    #expect(try UpkeepResult(parsing: result.json.span) == result)
  }

  @Test func `what is no result is an error`() {
    #expect(throws: JSONError.self) { try CheckResult(parsing: Array("{}".utf8).span) }
    #expect(throws: JSONError.self) { try UpkeepResult(parsing: Array("[]".utf8).span) }
  }
}
