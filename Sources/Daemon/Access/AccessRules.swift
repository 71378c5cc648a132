import Glibc
import Wire

/// Who may do what, as the configuration has it.
///
/// The roles hold each other: an administrator may write, and who may write may read. Root and the
/// daemon's own user are administrators always.
package struct AccessRules: Sendable, Equatable {
  package var read: [Principal] = [.anyone]
  package var write: [Principal] = [.anyone]
  package var admin: [Principal] = []
  /// What holds for some collections instead, by their names.
  package var collections: [String: Rule] = [:]

  package init() {}

  /// Of one collection; what is nil is as for all.
  package struct Rule: Sendable, Equatable {
    package var read: [Principal]?
    package var write: [Principal]?

    package init(read: [Principal]? = nil, write: [Principal]? = nil) {
      self.read = read
      self.write = write
    }
  }

  /// What a peer may do. One that the kernel does not know may do nothing.
  func access(of peer: Peer?) -> Access {
    guard let peer else { return Access(isAdministrator: false, rules: self, peer: nil) }
    let isAdministrator =
      peer.user == 0 || peer.user == geteuid() || admin.contains { $0.covers(peer) }
    return Access(isAdministrator: isAdministrator, rules: self, peer: peer)
  }
}

/// What the peer of one request may do.
package struct Access: Sendable {
  package let isAdministrator: Bool
  private let rules: AccessRules
  private let peer: Peer?

  fileprivate init(isAdministrator: Bool, rules: AccessRules, peer: Peer?) {
    self.isAdministrator = isAdministrator
    self.rules = rules
    self.peer = peer
  }

  /// The daemon itself.
  package static let own = Access(
    isAdministrator: true, rules: AccessRules(), peer: Peer(process: 0, user: 0, group: 0))

  /// What it may do in general, in a word: some collections may have rules of their own.
  var role: String {
    if isAdministrator { return "admin" }
    return covers(rules.write) ? "write" : mayRead ? "read" : "none"
  }

  /// Whether it may read anything at all: then it may ask, and sees what it may read.
  var mayRead: Bool {
    isAdministrator || covers(rules.read) || covers(rules.write)
      || rules.collections.values.contains { covers($0.read ?? []) || covers($0.write ?? []) }
  }

  func mayRead(_ collection: CollectionName) -> Bool {
    if isAdministrator { return true }
    let rule = rules.collections[collection.text]
    return covers(rule?.read ?? rules.read) || mayWrite(collection)
  }

  /// The same by a name, which may name none.
  func mayRead(collection name: String) -> Bool {
    guard let name = try? CollectionName(name) else { return false }
    return mayRead(name)
  }

  /// A collection with readers of its own is closed to those who may write elsewhere, unless it
  /// names its writers, too.
  func mayWrite(_ collection: CollectionName) -> Bool {
    if isAdministrator { return true }
    let rule = rules.collections[collection.text]
    if let writers = rule?.write { return covers(writers) }
    if let readers = rule?.read, !covers(readers) { return false }
    return covers(rules.write)
  }

  private func covers(_ principals: [Principal]) -> Bool {
    guard let peer else { return false }
    return principals.contains { $0.covers(peer) }
  }
}
