import Documents
import Glibc
import TestSupport
import Testing

@testable import Ingest

@Suite struct `The hash of a file` {
  let folder: Folder
  init() throws { folder = try Folder() }

  private func item(_ name: String) throws -> WalkItem {
    guard case .file(let item) = Walk([folder.path + "/" + name]).next() else { throw Failure() }
    return item
  }

  @Test(arguments: [
    // As `xxhsum -H2` prints them.
    ("", "99aa06d3014798d86001c324468d497f"),
    ("Mặt trận Tổ quốc\n", "0bb6203c94a78622641704eefc9e527e"),
  ])
  func `is that of its bytes`(text: String, hash: String) throws {
    folder.file("a", text)
    let found = try FileReader().hash(item("a"))
    #expect(found.hash.description == hash)
    #expect(FileHash(hash) == found.hash)
    #expect(found.stamp == (try item("a").stamp))
  }

  @Test func `is the same for the same bytes, however long, and another for others`() throws {
    let long = String(repeating: "đường dài ", count: 100_000)
    folder.file("a", long)
    folder.file("b", long)
    folder.file("c", long + "x")
    let hashes = try ["a", "b", "c"].map { try FileReader().hash(item($0)).hash }
    #expect(hashes[0] == hashes[1])
    #expect(hashes[0] != hashes[2])
  }

  @Test func `as text is 32 digits or none`() {
    #expect(FileHash("") == nil)
    #expect(FileHash("99aa06d3014798d86001c324468d49") == nil)
    #expect(FileHash("99aa06d3014798d86001c324468d497g") == nil)
    let zero = String(repeating: "0", count: 32)
    #expect(FileHash(zero)?.description == zero)
  }
}

@Suite struct `A stamp of a file` {
  private func stamp(modified: Int64, changed: Int64) -> FileStamp {
    FileStamp(device: 1, inode: 2, byteCount: 3, modified: modified, changed: changed)
  }

  @Test func `is not trusted when the file changed within two seconds before it was read`() {
    let second: Int64 = 1_000_000_000
    #expect(!stamp(modified: 0, changed: 0).isRacy(seen: 3 * second))
    #expect(stamp(modified: 2 * second, changed: 0).isRacy(seen: 3 * second))
    #expect(stamp(modified: 0, changed: 2 * second).isRacy(seen: 3 * second))
    // A clock that runs ahead, as of a file server.
    #expect(stamp(modified: 9 * second, changed: 0).isRacy(seen: 3 * second))
  }

  @Test func `is of a file only`() throws {
    let folder = try Folder()
    folder.file("a")
    folder.link("b", to: "a")
    folder.pipe("c")
    #expect(FileStamp(ofFileAt: Array("\(folder.path)/a".utf8)) != nil)
    for name in ["", "b", "c", "none"] {
      #expect(FileStamp(ofFileAt: Array("\(folder.path)/\(name)".utf8)) == nil)
    }
  }
}

@Suite struct `A path as text` {
  @Test(arguments: Seed.some(32))
  func `gives its bytes back`(seed: Seed) {
    var random = seed
    let letters: [UInt8] = Array("/a%4Ff 0é".utf8) + [0xFF, 0xC3, 0x80, 0x0A]
    let path = (0..<40).map { _ in letters.randomElement(using: &random) ?? 0x61 }
    #expect(PathText.bytes(of: PathText.text(of: path)) == path)
  }
}
