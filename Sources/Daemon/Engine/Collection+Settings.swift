import InvertedIndex
import Search
import Wire

/// What is said of a collection is kept beside its index, and goes with its snapshots.
extension Collection {
  static let settingsFile = "settings.json"

  /// - Throws: `.damaged` when the file cannot be read.
  static func settings(in index: Index) throws(IndexError) -> CollectionSettings {
    guard let bytes = try index.companion(settingsFile) else { return CollectionSettings() }
    do throws(Problem) { return try CollectionSettings(parsing: bytes.span) } catch {
      throw .damaged(
        file: settingsFile, offset: error.position?.byte ?? 0,
        reason: "\(error.detail); put the settings anew, or remove the file")
    }
  }

  /// Writes settings down, and follows them from then on.
  func replaceSettings(with settings: CollectionSettings) async throws(Problem) {
    try await changeSettings { _ throws(Problem) in settings }
  }

  /// The same for settings that are made from the old ones, which nobody else changes meanwhile.
  func changeSettings(
    _ change: @escaping @Sendable (JSONValue) throws(Problem) -> CollectionSettings
  ) async throws(Problem) {
    try await writeOrRefuse { [self] index throws(Problem) in
      let old: JSONValue
      do throws(JSONError) { old = try JSONValue(parsing: settings.json.span) } catch {
        throw Problem(error)
      }
      let new = try change(old)
      do throws(IndexError) {
        try index.keep(new.isEmpty ? nil : new.json, as: Self.settingsFile)
      } catch { throw Problem(error) }
      use(new)
    }
  }

  /// The weights of its searches: the daemon's, but for those that the settings name.
  func weights(over weights: RankingWeights) -> RankingWeights {
    let own = settings.ranking
    if own.isEmpty { return weights }
    // Names were checked when the settings were put.
    return (try? weights.changed(own)) ?? weights
  }

  /// Its state, its fields, its settings and the folders that it is kept like. Waits for a writer at
  /// work.
  func description(sources: [SourceStatus] = []) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      status.writeMembers(to: &json)
      // None where the collection cannot be read, which its status says.
      json.member("fields", (try? index().snapshot().columnNames) ?? [])
      json.object("settings") { settings.writeMembers(to: &$0) }
      if !sources.isEmpty {
        json.array("sources") { json in for source in sources { source.write(to: &json) } }
      }
    }
    return json.bytes
  }
}
