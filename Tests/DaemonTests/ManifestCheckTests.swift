import Documents
import Glibc
import InvertedIndex
import TestSupport
import Testing
import Wire

@testable import Daemon

/// What a check says of the manifest of files beside an index.
@Suite struct ManifestCheckTests {
  private func fill(_ harness: Harness) async throws {
    let lines = [
      #"{"begin":"/srv/a.txt"}"#, #"{"document":{"id":"/srv/a.txt","body":"đê điều"}}"#,
      #"{"end":{"path":"/srv/a.txt","status":"complete","version":1}}"#,
    ]
    let reply = try await harness.ask(
      "POST", "/v1/collections/main/files", lines.joined(separator: "\n"),
      type: "application/x-ndjson")
    try #require(reply.status == 200, "\(reply.text)")
  }

  private func check(_ harness: Harness) async throws -> CheckResult {
    let reply = try await harness.ask("POST", "/v1/collections/main/check")
    let bytes = Array(reply.text.utf8)
    return try CheckResult(parsing: bytes.span)
  }

  @Test func `is nothing where it agrees with the index`() async throws {
    let harness = try Harness()
    try await fill(harness)
    let result = try await check(harness)
    #expect(result.isWhole && result.notes.isEmpty, "\(result.notes)")
    // Deleted by its id: the file is to be read again, which is no damage.
    _ = try await harness.ask("DELETE", "/v1/collections/main/documents/%2Fsrv%2Fa.txt")
    #expect(try await check(harness).isWhole)
    await harness.close()
  }

  @Test func `names a document that the index has lost`() async throws {
    let harness = try Harness()
    try await fill(harness)
    // Behind the manifest's back.
    let collection = try harness.api.engine.collection(.main, for: .own)
    let key = try DocumentKey("/srv/a.txt")
    _ = try collection.index().apply([.delete(key)])
    let result = try await check(harness)
    #expect(!result.isWhole && result.findings.count == 1)
    let finding = try #require(result.findings.first)
    #expect(finding.file == "files.sqlite" && finding.what.contains("/srv/a.txt"))
    #expect(finding.kind == "sync" && finding.remedy.contains("mucluc sync"))
    await harness.close()
  }

  @Test func `names damage of its pages, beside a daemon and without one`() async throws {
    let harness = try Harness()
    try await fill(harness)
    let files = DataFiles(harness.folder.path + "/data")
    let beside = try files.check(.main) { _, _, _, _ in }
    #expect(beside.isWhole && beside.notes.contains { $0.contains("in use by a daemon") })
    await harness.close()
    #expect(try files.check(.main) { _, _, _, _ in }.notes.isEmpty)

    let path = harness.folder.path + "/data/collections/main/files.sqlite"
    let file = unsafe open(path, O_RDWR | O_CLOEXEC)
    try #require(file >= 0)
    let junk = [UInt8](repeating: 0xA5, count: 3_000)
    let written = unsafe junk.withUnsafeBytes {
      unsafe pwrite(file, $0.baseAddress, $0.count, 4_096)
    }
    #expect(written == junk.count)
    _ = close(file)
    let damaged = try files.check(.main) { _, _, _, _ in }
    #expect(!damaged.isWhole && damaged.findings.allSatisfy { $0.file == "files.sqlite" })
  }
}
