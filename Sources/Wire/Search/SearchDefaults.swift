/// What a search means that does not say it: of the daemon's configuration, or of a collection.
package struct SearchDefaults: Sendable, Equatable {
  package var limit = Wire.defaultLimit
  /// The most hits on one page, `Wire.maximumLimit` at most.
  package var maximumLimit = Wire.maximumLimit
  package var timeoutMilliseconds = 2_000
  package var accents: SearchQuery.Accents = .auto
  package var match: SearchQuery.Match = .most

  package init() {}

  /// Those of the collections with these names.
  package typealias Lookup = ([String]) -> SearchDefaults
}
