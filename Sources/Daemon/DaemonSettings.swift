import Glibc
package import Search

/// Where the daemon keeps its data, where it listens, and how much it takes on.
package struct DaemonSettings: Sendable {
  package var data: String
  package var socket: String
  /// Connections at once; one more gets 503.
  package var maximumConnections = 256
  /// Searches at once: one for each core.
  package var searchThreads = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  /// Searches that wait for a thread; one more gets 503.
  package var searchQueue = 64
  /// A connection on which nothing happens is closed after this many seconds.
  package var idleSeconds = 60
  /// How long requests may go on after SIGTERM.
  package var drainSeconds = 25
  /// A body must come at this rate at least, after the first `idleSeconds`.
  package var minimumBytesPerSecond = 1_024
  /// What the buffers of indexing share, of all collections together, in bytes.
  package var memoryBudget = 512 << 20
  /// The numbers behind the order of hits.
  package var ranking = RankingWeights()
  /// Searches slower than this are logged, without their text.
  package var slowSearchMilliseconds = 200

  package init(data: String, socket: String) {
    self.data = data
    self.socket = socket
  }

  /// Takes other weights for the order of hits, as `Config/ranking.tsv` has them.
  /// - Throws: `DaemonError.ranking` with the line.
  package mutating func takeRanking(_ text: String) throws(DaemonError) {
    do throws(RankingError) { ranking = try RankingWeights(parsing: text) } catch {
      throw .ranking(reason: error.description)
    }
  }

  /// `$MUCLUC_DATA`, else `/var/lib/mucluc`.
  package static var defaultData: String {
    // getenv's text is copied at once.
    guard let value = unsafe getenv("MUCLUC_DATA") else { return "/var/lib/mucluc" }
    let text = unsafe String(cString: value)
    return text.isEmpty ? "/var/lib/mucluc" : text
  }
}
