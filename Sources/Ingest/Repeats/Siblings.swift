internal import Documents

/// Finds out what the documents in one container repeat, while they come.
///
/// The first ones of a site are held back until there are as many as are read of a folder, and tell
/// what they share; then they go on, in the order in which they came, and later ones at once. What is
/// held is bounded: past that the first in line goes with what is known by then. All depends on the
/// container alone, so it gives the same documents whoever reads it.
struct Siblings {
  /// Sites that are told apart; documents of others are passed on as they are.
  private static let siteLimit = 256
  /// Documents that are held back.
  private static let heldLimit = 2_000

  /// Text that is held back, in bytes.
  private let heldByteLimit: Int
  /// What earlier runs found out, by the names of sites.
  private let known: [String: RepeatedBlocks]
  private var sites: [String: SiteSample] = [:]
  private var held: [Held] = []
  /// The first of `held` that has not gone.
  private var next = 0
  private var heldByteCount = 0

  private struct SiteSample {
    var documents: [BlockSample] = []
    /// Nil where it must be counted again.
    var repeated: RepeatedBlocks?

    var isFull: Bool { documents.count >= Neighbours.sampleCount }
  }

  private struct Held {
    var part: Extraction.Part
    /// Nil for what is not compared.
    var site: String?
    var byteCount: Int
  }

  init(known: [String: RepeatedBlocks], heldByteLimit: Int = 8 << 20) {
    self.known = known
    self.heldByteLimit = heldByteLimit
  }

  var isEmpty: Bool { next == held.count }

  /// Takes a document, or what could not be read.
  ///
  /// - Returns: What is ready, each with what its site repeats.
  mutating func take(_ part: Extraction.Part) -> [(Extraction.Part, RepeatedBlocks)] {
    var next = Held(part: part, site: nil, byteCount: 0)
    if case .document(let document) = part {
      next.site = add(document)
      next.byteCount = document.blocks.reduce(document.title.utf8.count) { $0 + $1.text.utf8.count }
    }
    held.append(next)
    heldByteCount += next.byteCount
    return ready(atEnd: false)
  }

  /// The rest, at the end of the container.
  mutating func finish() -> [(Extraction.Part, RepeatedBlocks)] { ready(atEnd: true) }

  /// Takes it into the sample of its site.
  private mutating func add(_ document: Document) -> String? {
    guard let site = Site.name(of: document) else { return nil }
    guard sites[site] != nil || sites.count < Self.siteLimit else { return nil }
    if sites[site]?.isFull != true {
      let sample = BlockSample(document)
      sites[site, default: SiteSample()].documents.append(sample)
      sites[site]?.repeated = nil
    }
    return site
  }

  private mutating func ready(atEnd: Bool) -> [(Extraction.Part, RepeatedBlocks)] {
    var ready: [(Extraction.Part, RepeatedBlocks)] = []
    while next < held.count {
      let first = held[next]
      let isOver = heldByteCount > heldByteLimit || held.count - next > Self.heldLimit
      guard atEnd || isOver || first.site.map({ sites[$0]?.isFull == true }) ?? true else { break }
      ready.append((first.part, first.site.map { repeated(of: $0) } ?? .none))
      heldByteCount -= first.byteCount
      next += 1
    }
    // Many that go at once are let go of at once; single ones from time to time.
    if next == held.count || next > 64 && next * 2 > held.count {
      held.removeFirst(next)
      next = 0
    }
    return ready
  }

  private mutating func repeated(of site: String) -> RepeatedBlocks {
    if let found = sites[site]?.repeated { return found }
    let found = RepeatedBlocks(of: sites[site]?.documents ?? []).union(known[site])
    sites[site]?.repeated = found
    return found
  }
}
