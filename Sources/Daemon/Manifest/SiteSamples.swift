import Documents
import Ingest
import Wire

/// Remembers the blocks of some documents of each site, so that a later run knows what the site
/// repeats where it brings too few of its documents to tell.
///
/// Of each `Site` those 48 documents are kept whose keys have the smallest hashes: the same ones in
/// whatever order they came, gone when they are deleted, and others when they change. Of a document
/// the first and the last 32 blocks are kept, 8 bytes each, also such as were marked as boilerplate;
/// of sites 2,000. That is 50 MB at most, and a hundredth of that for one newspaper.
struct SiteSamples {
  private static let documentLimit: Int64 = 48
  private static let edge = 32
  private static let siteLimit = 2_000

  /// Sites that have documents; nil before it is needed.
  private var sites: Set<String>?

  /// Takes a document that is in no sample.
  mutating func take(_ document: Document, _ tables: FileTables) throws(ManifestError) {
    guard let site = Site.name(of: document) else { return }
    if sites == nil { sites = try tables.sampledSites() }
    if sites?.contains(site) != true {
      guard sites?.count ?? 0 < Self.siteLimit else { return }
      sites?.insert(site)
    }
    let key = document.key.text
    let rank = Self.rank(of: key)
    let edge = try tables.rank(ofSite: site, at: Self.documentLimit - 1)
    if let edge, edge < rank { return }
    try tables.add(Self.blocks(of: document), of: key, toSite: site, rank)
    if edge != nil { try tables.trim(site, to: Self.documentLimit) }
  }

  /// FNV-1a, mixed.
  private static func rank(of key: String) -> Int64 {
    var hash = key.utf8.reduce(UInt64(0xCBF2_9CE4_8422_2325)) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01B3
    }
    hash = (hash ^ hash >> 32) &* 0x94D0_49BB_1331_11EB
    return Int64(bitPattern: hash ^ hash >> 29)
  }

  /// Little-endian.
  private static func blocks(of document: Document) -> [UInt8] {
    let hashes = RepeatedBlocks.hashes(ofRead: document)
    let kept = hashes.count <= 2 * edge ? hashes : Array(hashes.prefix(edge) + hashes.suffix(edge))
    return kept.flatMap { hash in
      (0..<8).map { UInt8(truncatingIfNeeded: hash >> UInt64(8 * $0)) }
    }
  }
}

extension FileTables {
  /// What the documents of each site repeat, for sites where there is such.
  func repeats() throws(ManifestError) -> [SiteRepeats.Site] {
    var found: [SiteRepeats.Site] = []
    var site = ""
    var documents: [Set<UInt64>] = []
    var families: Set<Int64> = []
    func finish() {
      let repeated = RepeatedBlocks(counting: documents)
      if !repeated.isEmpty { found.append(.init(name: site, blocks: repeated.hashes.sorted())) }
      documents = []
      families = []
    }
    try database.run(
      """
      SELECT site, blocks, documents.family FROM samples JOIN documents USING(key)
      ORDER BY site, rank
      """
    ) { row throws(ManifestError) in
      if row.text(0) != site {
        finish()
        site = row.text(0)
      }
      // Of copies the first counts.
      if !row.isNull(2), !families.insert(row.int(2)).inserted { return }
      documents.append(Self.hashes(in: row.blob(1)))
    }
    finish()
    return found
  }

  /// - Parameter bytes: as `SiteSamples` wrote them.
  private static func hashes(in bytes: [UInt8]) -> Set<UInt64> {
    var hashes: Set<UInt64> = []
    for start in stride(from: 0, to: bytes.count - 7, by: 8) {
      var hash: UInt64 = 0
      for byte in bytes[start..<(start + 8)].reversed() { hash = hash << 8 | UInt64(byte) }
      hashes.insert(hash)
    }
    return hashes
  }

  fileprivate func sampledSites() throws(ManifestError) -> Set<String> {
    var sites: Set<String> = []
    try database.run("SELECT DISTINCT site FROM samples") { row throws(ManifestError) in
      sites.insert(row.text(0))
    }
    return sites
  }

  /// The rank of the document at a place; nil where there are fewer.
  fileprivate func rank(ofSite site: String, at place: Int64) throws(ManifestError) -> Int64? {
    try database.number(
      "SELECT rank FROM samples WHERE site = ? ORDER BY rank LIMIT 1 OFFSET ?",
      [.text(site), .int(place)])
  }

  fileprivate func add(
    _ blocks: [UInt8], of key: String, toSite site: String, _ rank: Int64
  ) throws(ManifestError) {
    try database.run(
      "INSERT OR REPLACE INTO samples(site, rank, key, blocks) VALUES(?, ?, ?, ?)",
      [.text(site), .int(rank), .text(key), .blob(blocks)])
  }

  fileprivate func trim(_ site: String, to count: Int64) throws(ManifestError) {
    try database.run(
      """
      DELETE FROM samples WHERE site = ?1 AND rank >
      (SELECT rank FROM samples WHERE site = ?1 ORDER BY rank LIMIT 1 OFFSET ?2)
      """, [.text(site), .int(count - 1)])
  }
}
