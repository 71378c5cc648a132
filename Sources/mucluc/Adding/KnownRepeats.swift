import Client
import Ingest
import Wire

/// What the documents of each site repeat, as the archive found out in earlier runs.
enum KnownRepeats {
  /// Asks the daemon. A collection that is not there yet knows nothing, and who may not read it is
  /// told nothing.
  static func all(
    in collection: String, of archive: Archive
  ) throws(ClientError) -> [String: RepeatedBlocks] {
    do throws(ClientError) {
      let sites = try archive.repeats(in: collection).sites
      return Dictionary(
        sites.map { ($0.name, RepeatedBlocks(hashes: Set($0.blocks))) }, uniquingKeysWith: { $1 })
    } catch {
      guard case .refused(let problem) = error,
        problem.code == .collectionNotFound || problem.code == .peerNotAllowed
      else { throw error }
      return [:]
    }
  }
}
