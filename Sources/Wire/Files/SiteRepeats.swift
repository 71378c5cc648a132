/// What documents of a site or a folder have in common: names of sites, notices, menus. Who reads
/// further files of it takes that for boilerplate.
///
/// ```json
/// {"sites":[{"site":"lang.example","blocks":["00a3f1c2d4e5b697"]}]}
/// ```
public struct SiteRepeats: Sendable, Equatable {
  public var sites: [Site]

  public struct Site: Sendable, Equatable {
    /// A host, or a folder.
    public var name: String
    /// Hashes of the folded texts of the blocks, rising.
    public var blocks: [UInt64]

    public init(name: String, blocks: [UInt64]) {
      self.name = name
      self.blocks = blocks
    }
  }

  public init(sites: [Site]) { self.sites = sites }

  package var json: [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.array("sites") { json in
        for site in sites {
          json.object { json in
            json.member("site", site.name)
            json.member("blocks", site.blocks.map(Self.text))
          }
        }
      }
    }
    return json.bytes
  }

  /// - Throws: `JSONError`, also when a member that must be there is not.
  package init(parsing bytes: Span<UInt8>) throws(JSONError) {
    let value = try JSONValue(parsing: bytes)
    guard let sites = value["sites"]?.array else {
      throw JSONError(.unexpected(found: nil, expected: "a list of sites"), at: 0)
    }
    self.sites = sites.compactMap { site in
      guard let name = site["site"]?.string else { return nil }
      let blocks = site["blocks"]?.array?.compactMap(\.string) ?? []
      return Site(name: name, blocks: blocks.compactMap { UInt64($0, radix: 16) })
    }
  }

  /// 16 hexadecimal digits.
  private static func text(_ hash: UInt64) -> String {
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
