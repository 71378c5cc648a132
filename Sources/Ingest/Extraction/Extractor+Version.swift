extension Extractor {
  /// Counts up when the same bytes give other documents: files that an older one read are read
  /// again, each when it is met.
  package static let version = 6
}
