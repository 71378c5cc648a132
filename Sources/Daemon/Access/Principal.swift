import Glibc

/// Whom a rule of access speaks of.
package enum Principal: Sendable, Equatable {
  /// Whoever may open the socket.
  case anyone
  case user(UInt32)
  /// Members by their primary or any other group.
  case group(UInt32)

  /// Reads `*`, a user's name or number, or a group's behind `@`.
  static func all(_ texts: [String]) throws(ConfigKey.NameError) -> [Principal] {
    var all: [Principal] = []
    for text in texts { all.append(try Principal(text)) }
    return all
  }

  private init(_ text: String) throws(ConfigKey.NameError) {
    if text == "*" {
      self = .anyone
    } else if text.hasPrefix("@") {
      self = .group(try Self.groupID(String(text.dropFirst())))
    } else {
      self = .user(try Self.userID(text))
    }
  }

  static func groupID(_ text: String) throws(ConfigKey.NameError) -> UInt32 {
    if let number = UInt32(text) { return number }
    var entry = unsafe Glibc.group()
    var found: UnsafeMutablePointer<Glibc.group>?
    var buffer = [CChar](repeating: 0, count: 64 << 10)
    // The buffer outlives the entry, of which only the number is taken.
    _ = unsafe getgrnam_r(text, &entry, &buffer, buffer.count, &found)
    guard let gid = unsafe found?.pointee.gr_gid else {
      throw ConfigKey.NameError(message: "there is no group \"\(text)\" on this machine")
    }
    return gid
  }

  static func userID(_ text: String) throws(ConfigKey.NameError) -> UInt32 {
    if let number = UInt32(text) { return number }
    var entry = unsafe passwd()
    var found: UnsafeMutablePointer<passwd>?
    var buffer = [CChar](repeating: 0, count: 64 << 10)
    // The buffer outlives the entry, of which only the number is taken.
    _ = unsafe getpwnam_r(text, &entry, &buffer, buffer.count, &found)
    guard let uid = unsafe found?.pointee.pw_uid else {
      throw ConfigKey.NameError(message: "there is no user \"\(text)\" on this machine")
    }
    return uid
  }

  func covers(_ peer: Peer) -> Bool {
    switch self {
    case .anyone: true
    case .user(let user): peer.user == user
    case .group(let group): peer.groups.contains(group)
    }
  }
}
