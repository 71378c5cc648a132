/// How often the values of a field occur among all documents that match.
///
/// In a reply, by field: the values, and beside them how many there are in all and how many
/// documents have none.
///
/// ```json
/// {"facets":{"source":[{"value":"sggp","count":61}]},
///  "facet_totals":{"source":{"values":12,"missing":3}}}
/// ```
public struct FacetCounts: Sendable, Equatable {
  public var field: String
  public var values: [Value]
  /// Different values in all, those that were not returned too.
  public var valueCount: Int
  /// Documents that match and have no value that could be counted.
  public var missing: Int

  public init(_ field: String, _ values: [Value], valueCount: Int, missing: Int) {
    self.field = field
    self.values = values
    self.valueCount = valueCount
    self.missing = missing
  }

  public struct Value: Sendable, Equatable {
    /// As a filter takes it.
    public var value: String
    /// Documents.
    public var count: Int

    public init(_ value: String, count: Int) {
      self.value = value
      self.count = count
    }
  }
}

extension [FacetCounts] {
  /// Writes both members; none where no facet was asked for.
  func write(to json: inout JSONWriter) {
    if isEmpty { return }
    json.object("facets") { json in
      for facet in self {
        json.array(facet.field) { json in
          for value in facet.values {
            json.object { json in
              json.member("value", value.value)
              json.member("count", value.count)
            }
          }
        }
      }
    }
    json.object("facet_totals") { json in
      for facet in self {
        json.object(facet.field) { json in
          json.member("values", facet.valueCount)
          json.member("missing", facet.missing)
        }
      }
    }
  }

  init(reply json: JSONValue) {
    guard case .object(let members)? = json["facets"] else {
      self = []
      return
    }
    self = members.map { member in
      let values = (member.value.array ?? []).map { value in
        FacetCounts.Value(value["value"]?.string ?? "", count: value["count"]?.int ?? 0)
      }
      let totals = json["facet_totals"]?[member.name]
      return FacetCounts(
        member.name, values, valueCount: totals?["values"]?.int ?? values.count,
        missing: totals?["missing"]?.int ?? 0)
    }
  }
}
