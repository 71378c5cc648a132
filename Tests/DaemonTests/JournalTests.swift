import Glibc
import TestSupport
import Testing
import Wire

@testable import Daemon

@Suite struct JournalTests {
  private let folder = TemporaryFolder()

  /// A socket in the place of the journal's.
  private func listen(_ path: String) throws -> Int32 {
    let descriptor = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue) | O_CLOEXEC, 0)
    var address = try #require(sockaddr_un(path: path))
    let bound = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_un>.size))
      }
    }
    try #require(bound == 0)
    return descriptor
  }

  private func receive(_ descriptor: Int32) -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 64 << 10)
    let count = unsafe recv(descriptor, &buffer, buffer.count, Int32(MSG_DONTWAIT))
    return Array(buffer.prefix(max(0, count)))
  }

  @Test func `an entry has its facts as fields`() throws {
    let path = folder.path + "/journal"
    let socket = try listen(path)
    defer { _ = close(socket) }
    let journal = try #require(Journal(path))
    #expect(journal.send("chậm", priority: 5, [("request", "r1"), ("took-us", "40")]))
    #expect(
      String(decoding: receive(socket), as: UTF8.self)
        == "MESSAGE=chậm\nPRIORITY=5\nSYSLOG_IDENTIFIER=mucluc\nMUCLUC_REQUEST=r1\nMUCLUC_TOOK_US=40\n"
    )
    // A value of two lines cannot begin a field of its own.
    #expect(journal.send("a\nPRIORITY=0", priority: 3, []))
    let length: [UInt8] = [12, 0, 0, 0, 0, 0, 0, 0]
    #expect(
      receive(socket)
        == Array("MESSAGE\n".utf8) + length
        + Array("a\nPRIORITY=0\nPRIORITY=3\nSYSLOG_IDENTIFIER=mucluc\n".utf8))
  }

  @Test func `without a journal the caller is told so`() throws {
    let journal = try #require(Journal(folder.path + "/nobody"))
    #expect(!journal.send("x", priority: 5, []))
    #expect(Journal.field("x" + String(repeating: "é", count: 100)).utf8.count == 64)
  }

  @Test func `standard error is the journal's when its name says so`() throws {
    var facts = stat()
    #expect(unsafe fstat(STDERR_FILENO, &facts) == 0)
    #expect(Journal.isStream("\(facts.st_dev):\(facts.st_ino)", of: STDERR_FILENO))
    #expect(!Journal.isStream("\(facts.st_dev):\(facts.st_ino + 1)", of: STDERR_FILENO))
    #expect(!Journal.isStream("", of: STDERR_FILENO) && !Journal.isStream("1:1", of: -1))
  }
}
