import Testing

@testable import Ingest

@Suite struct `A guest` {
  private let an = Guest(user: 1_000, groups: [1_000, 50])

  private func may(
    _ wanted: FileRights, _ mode: UInt32, owner: UInt32 = 0, group: UInt32 = 0,
    _ list: AccessList? = nil
  ) -> Bool {
    an.may(wanted, owner: owner, group: group, mode: mode, list: list)
  }

  @Test func `is written and read back`() {
    #expect(Guest(an.text) == an && an.text == "1000:50,1000")
    #expect(Guest("0:") == Guest(user: 0, groups: []))
    for text in ["", "1000", "a:1", "1:a", "1:2:3", "-1:0", "1:1,,x"] {
      #expect(Guest(text) == nil)
    }
  }

  @Test func `has the rights of the owner, else of a group, else of others`() {
    #expect(may(.read, 0o004) && may(.pass, 0o001) && !may(.read, 0o770))
    #expect(may(.read, 0o040, group: 50) && !may(.read, 0o040, group: 51))
    #expect(may(.read, 0o400, owner: 1_000) && !may(.read, 0o400))
    #expect(may([.read, .pass], 0o005) && !may([.read, .pass], 0o004))
    // Who is named first has these rights, be they fewer.
    #expect(!may(.read, 0o077, owner: 1_000) && !may(.read, 0o704, group: 50))
    let root = Guest(user: 0, groups: [])
    #expect(root.may(.read, owner: 5, group: 5, mode: 0, list: nil))
  }

  /// As the kernel keeps it: tag, rights, id.
  private func list(_ entries: [(tag: UInt16, rights: UInt16, id: UInt32)]) -> AccessList {
    var bytes: [UInt8] = [2, 0, 0, 0]
    for entry in entries {
      bytes += [UInt8(entry.tag & 255), UInt8(entry.tag >> 8), UInt8(entry.rights), 0]
      bytes += (0..<4).map { UInt8(truncatingIfNeeded: entry.id >> (8 * UInt32($0))) }
    }
    return AccessList(bytes)
  }

  @Test func `has the rights of an access list, under its mask`() {
    let none = UInt32.max
    let base: [(tag: UInt16, rights: UInt16, id: UInt32)] = [
      (0x01, 6, none), (0x04, 4, none), (0x20, 4, none),
    ]
    // The middle bits of the mode are the mask then.
    #expect(may(.read, 0o640, list(base + [(0x02, 4, 1_000), (0x10, 4, none)])))
    #expect(!may(.read, 0o600, list(base + [(0x02, 4, 1_000), (0x10, 0, none)])))
    #expect(!may(.read, 0o644, list(base + [(0x02, 0, 1_000), (0x10, 4, none)])))
    #expect(may(.read, 0o640, list(base + [(0x08, 4, 50), (0x10, 4, none)])))
    #expect(!may(.read, 0o644, list(base + [(0x08, 0, 50), (0x10, 4, none)])))
    #expect(may(.read, 0o640, group: 50, list(base + [(0x08, 0, 50), (0x10, 4, none)])))
    #expect(may(.read, 0o644, list(base + [(0x08, 0, 51), (0x10, 4, none)])))
    #expect(AccessList([3, 0, 0, 0, 1]) == AccessList() && AccessList([]) == AccessList())
  }
}
