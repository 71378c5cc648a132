import Glibc
package import Search
package import Wire

/// Where the daemon keeps its data, where it listens, who may do what, and how much it takes on.
package struct DaemonSettings: Sendable {
  package var data: String
  package var socket: String
  /// The bits of the socket file's mode: who may connect.
  package var socketMode: UInt32 = 0o660
  /// The group of the socket file; nil for the daemon's own.
  package var socketGroup: UInt32?
  package var access = AccessRules()
  /// What a search means that does not say it.
  package var search = SearchDefaults()
  /// Connections at once; one more gets 503.
  package var maximumConnections = 256
  /// Searches at once: one for each core.
  package var searchThreads = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  /// Searches that wait for a thread; one more gets 503.
  package var searchQueue = 64
  /// A connection on which nothing happens is closed after this time.
  package var idleTimeout = Duration.seconds(60)
  /// How long requests may go on after SIGTERM.
  package var drainTimeout = Duration.seconds(25)
  /// A body must come at this rate at least, after the first `idleTimeout`.
  package var minimumBytesPerSecond = 1_024
  /// What the buffers of indexing share, of all collections together, in bytes.
  package var memoryBudget = 512 << 20
  /// Folders below which files are read for others.
  package var ingestRoots: [String] = []
  /// Folders that collections are kept like.
  package var sources: [SourceSettings] = []
  /// The numbers behind the order of hits.
  package var ranking = RankingWeights()
  package var log = LogSettings()
  /// Searches slower than this are logged.
  package var slowSearch = Duration.milliseconds(200)
  /// Whether the log has a line for each request.
  package var logsRequests = false
  /// Whether the log has what people look for.
  package var logsQueries = false

  package init(data: String, socket: String) {
    self.data = data
    self.socket = socket
  }

  /// Takes other weights for the order of hits, as `Config/ranking.tsv` has them.
  /// - Throws: `DaemonError.ranking` with the line.
  mutating func takeRanking(_ text: String) throws(DaemonError) {
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
