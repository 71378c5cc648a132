internal import CProcess
internal import Synchronization

/// A user on whose behalf this process reads files: what that user may not read, it does not read,
/// whatever its own rights are (Hardy, "The Confused Deputy", 1988, doi:10.1145/54289.871709).
///
/// Each folder on the way to a file is opened by itself and by its name, never through a link, and
/// its rights are looked at when it is open: so whatever a path leads to by then, the user could have
/// gone there, too.
package struct Guest: Sendable, Equatable {
  package var user: UInt32
  /// All groups that the user is in, the primary one too.
  package var groups: Set<UInt32>

  package init(user: UInt32, groups: Set<UInt32>) {
    self.user = user
    self.groups = groups
  }

  /// Reads `1000:100,27`.
  package init?(_ text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, let user = UInt32(parts[0]) else { return nil }
    let groups = parts[1].split(separator: ",").map { UInt32($0) }
    guard !groups.contains(nil) else { return nil }
    self.init(user: user, groups: Set(groups.compactMap(\.self)))
  }

  package var text: String {
    "\(user):\(groups.sorted().map(String.init).joined(separator: ","))"
  }

  private static let host = Mutex<Guest?>(nil)

  /// Of this process; nil where it reads for its own user.
  package static var current: Guest? { host.withLock { $0 } }

  /// From now on files are opened in this process for this user only.
  package func enter() { Self.host.withLock { $0 = self } }
}

// MARK: - Rights

/// What may be done with a file, by its bits in a mode.
struct FileRights: OptionSet {
  let rawValue: UInt32
  static let read = FileRights(rawValue: 4)
  /// To go through a folder.
  static let pass = FileRights(rawValue: 1)
}

extension Guest {
  /// Whether the kernel would allow it, by POSIX.1e: the owner's rights for the owner, else those
  /// that some entry for a group gives to a member, else those of all others.
  func may(
    _ wanted: FileRights, owner: UInt32, group: UInt32, mode: UInt32, list: AccessList? = nil
  ) -> Bool {
    func allows(_ bits: UInt32) -> Bool { FileRights(rawValue: bits & 7).isSuperset(of: wanted) }
    // Root reads everything, and goes through what anybody may go through; folders always.
    if user == 0 { return true }
    if user == owner { return allows(mode >> 6) }
    guard let list else { return groups.contains(group) ? allows(mode >> 3) : allows(mode) }
    // The bits of the group are the mask then.
    let mask = mode >> 3
    if let named = list.users[user] { return allows(named & mask) }
    var entries = list.groups.filter { groups.contains($0.key) }.map(\.value)
    if groups.contains(group) { entries.append(list.owningGroup) }
    return entries.isEmpty ? allows(mode) : entries.contains { allows($0 & mask) }
  }

  /// - Throws: `.unreadable` with `EACCES`, as the kernel would.
  func check(_ wanted: FileRights, of file: borrowing FileDescriptor) throws(IngestError) {
    let rights = try file.rights()
    guard
      may(
        wanted, owner: rights.owner, group: rights.group, mode: rights.mode,
        list: AccessList(of: file.number))
    else { throw .unreadable(call: "open", errno: noAccess) }
  }
}

/// The entries of a file's access control list beside its mode.
struct AccessList: Equatable {
  var owningGroup: UInt32 = 0
  var users: [UInt32: UInt32] = [:]
  var groups: [UInt32: UInt32] = [:]

  init() {}

  /// Nil where the file has none.
  init?(of file: Int32) {
    var bytes = [UInt8](repeating: 0, count: 64 << 10)
    let count = unsafe mucluc_access_list(file, &bytes, bytes.count)
    guard count > 4 else { return nil }
    self.init(Array(bytes[..<Int(count)]))
  }

  /// Reads `system.posix_acl_access`: a version, then tag, rights and id of each entry; numbers are
  /// little-endian (linux/posix_acl_xattr.h). A list that cannot be read allows nobody anything.
  init(_ bytes: [UInt8]) {
    func number(_ place: Int, _ size: Int) -> UInt32 {
      (0..<size).reduce(0) { $0 | UInt32(bytes[place + $1]) << (8 * UInt32($1)) }
    }
    guard bytes.count >= 4, number(0, 4) == 2 else { return }
    for place in stride(from: 4, through: bytes.count - 8, by: 8) {
      let (tag, rights, id) = (number(place, 2), number(place + 2, 2), number(place + 4, 4))
      switch tag {
      case 0x02: users[id] = rights
      case 0x04: owningGroup = rights
      case 0x08: groups[id] = rights
      default: break
      }
    }
  }
}
