package import Documents
package import InvertedIndex

/// Where a query matches in the whole of one document: what a page that shows the document marks.
package struct DocumentMarks {
  /// UTF-8 byte ranges in the title.
  package var title: [Range<Int>] = []
  /// For each block of the document in its order, UTF-8 byte ranges in its text.
  package var blocks: [[Range<Int>]] = []
  /// How the query was read, without hits.
  package var reply = SearchReply()
}

/// Marks the words of a document that a query means, by the same rules as in snippets; also where
/// the document is none of its hits.
///
/// - Throws: what `search` throws.
package func marks(
  in document: Document, for request: SearchRequest, in snapshot: Snapshot
) throws(SearchError) -> DocumentMarks {
  var request = request
  request.offset = 0
  // With none the plan is not made where the number of hits is known without it.
  request.limit = 1
  var marks = DocumentMarks(blocks: document.blocks.map { _ in [] })
  marks.reply = try run(request, in: snapshot) { run, _ throws(IndexError) in
    var highlighter = Highlighter(run.outcome.plan, request.snippets)
    marks.title = highlighter.marks(in: document.title, isTitle: true)
    for (index, block) in document.blocks.enumerated() {
      marks.blocks[index] = highlighter.marks(in: block.text, isTitle: false)
    }
  }
  return marks
}

extension Highlighter {
  fileprivate mutating func marks(in text: String, isTitle: Bool) -> [Range<Int>] {
    let bytes = Array(text.utf8)
    return bytes.isEmpty ? [] : match(bytes, isTitle: isTitle).marks(in: 0..<bytes.count, of: bytes)
  }
}
