import Documents
import InvertedIndex
import TestSupport

@testable import Search

/// A small searchable archive for tests.
struct TestArchive {
  private let index: Index

  /// Documents with ids "1", "2", … and one paragraph each.
  init(_ bodies: String...) throws {
    var operations: [InvertedIndex.Operation] = []
    for (number, body) in bodies.enumerated() {
      operations.append(
        .put(
          Document(key: try DocumentKey("\(number + 1)"), blocks: [Block(.paragraph, body)])))
    }
    try self.init(operations)
  }

  init(_ document: Document) throws { try self.init([.put(document)]) }

  init(_ documents: [Document]) throws { try self.init(documents.map { .put($0) }) }

  init(_ operations: [InvertedIndex.Operation]) throws {
    index = try Index.open(in: SimulatedDisk())
    _ = try index.apply(operations)
    try index.refresh()
  }

  func change(_ operations: [InvertedIndex.Operation]) throws {
    _ = try index.apply(operations)
    try index.refresh()
  }

  var snapshot: Snapshot { index.snapshot() }

  func reply(
    _ text: String, _ change: (inout SearchRequest) -> Void = { _ in }
  ) throws -> SearchReply {
    var request = SearchRequest(text)
    change(&request)
    return try search(request, in: index.snapshot())
  }

  /// The ids found, best first.
  func keys(
    _ text: String, _ change: (inout SearchRequest) -> Void = { _ in }
  ) throws -> [String] {
    try reply(text, change).hits.map(\.key)
  }
}
