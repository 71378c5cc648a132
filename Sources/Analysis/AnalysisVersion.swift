/// Says which rules made the terms of an index.
///
/// Raise it whenever some text would give other terms than before: a segment keeps the version
/// that made it, and a query analyzed by other rules would silently miss.
package enum AnalysisVersion {
  package static let current: UInt32 = 2
}
