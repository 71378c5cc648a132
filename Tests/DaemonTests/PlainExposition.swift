/// Prometheus' text format, read strictly and without haste: whatever is doubtful is an error.
struct PlainExposition {
  struct Failure: Error, CustomStringConvertible {
    let description: String
  }

  struct Sample {
    let name: String
    let labels: [String: String]
    let value: Double
  }

  /// Types by the names of families.
  private(set) var types: [String: String] = [:]
  private(set) var helps: [String: String] = [:]
  private(set) var samples: [Sample] = []

  init(_ text: String) throws {
    guard text.hasSuffix("\n") else { throw Failure(description: "the last line has no end") }
    var family = ""
    var seen: Set<String> = []
    for line in text.dropLast().split(separator: "\n", omittingEmptySubsequences: false) {
      func fail(_ why: String) -> Failure { Failure(description: "\(why): \(line)") }
      let words = line.split(separator: " ", maxSplits: 3, omittingEmptySubsequences: false)
      if line.hasPrefix("# HELP ") {
        family = String(words[2])
        guard words.count == 4, helps[family] == nil else { throw fail("a second or empty help") }
        helps[family] = String(words[3])
      } else if line.hasPrefix("# TYPE ") {
        let kinds = ["counter", "gauge", "histogram", "summary"]
        guard words.count == 4, words[2] == family, types[family] == nil,
          kinds.contains(String(words[3]))
        else { throw fail("a type out of place") }
        types[family] = String(words[3])
      } else {
        let sample = try Self.sample(line)
        let isPart = ["_bucket", "_sum", "_count"].contains { sample.name == family + $0 }
        let isWhole = ["histogram", "summary"].contains(types[family] ?? "")
        guard types[family] != nil, isWhole ? isPart : sample.name == family else {
          throw fail("a sample of no family")
        }
        let labels = sample.labels.sorted { $0.key < $1.key }
        guard seen.insert("\(sample.name) \(labels)").inserted else { throw fail("twice") }
        if types[family] == "counter", !sample.name.hasSuffix("_total") { throw fail("no _total") }
        if types[family] != "gauge", sample.value < 0 { throw fail("less than nothing") }
        samples.append(sample)
      }
    }
    for name in helps.keys where types[name] == nil {
      throw Failure(description: "\(name): no type")
    }
    try checkHistograms()
  }

  /// The only sample with this name and exactly these labels.
  func value(_ name: String, _ labels: [String: String] = [:]) -> Double? {
    samples.first { $0.name == name && $0.labels == labels }?.value
  }

  /// Buckets rise in both ways and end with all.
  private func checkHistograms() throws {
    for (name, type) in types where type == "histogram" {
      for count in samples where count.name == name + "_count" {
        let buckets = samples.filter { sample in
          var labels = sample.labels
          labels["le"] = nil
          return sample.name == name + "_bucket" && labels == count.labels
        }
        let bounds = buckets.compactMap { Double($0.labels["le"] ?? "") }
        guard bounds.count == buckets.count, bounds == bounds.sorted(), bounds.last == .infinity,
          buckets.map(\.value) == buckets.map(\.value).sorted(),
          buckets.last?.value == count.value, value(name + "_sum", count.labels) != nil
        else { throw Failure(description: "\(name) \(count.labels) is no histogram") }
      }
    }
  }

  private static func sample(_ line: Substring) throws -> Sample {
    func fail(_ why: String) -> Failure { Failure(description: "\(why): \(line)") }
    var rest = line
    func takeName() throws -> String {
      let name = rest.prefix { $0 == "_" || $0.isASCII && ($0.isLetter || $0.isNumber) }
      guard let first = name.first, !first.isNumber else { throw fail("a name is missing") }
      rest = rest.dropFirst(name.count)
      return String(name)
    }
    func take(_ character: Character) -> Bool {
      guard rest.first == character else { return false }
      rest.removeFirst()
      return true
    }
    let name = try takeName()
    var labels: [String: String] = [:]
    if take("{") {
      repeat {
        let label = try takeName()
        guard labels[label] == nil, take("="), take("\"") else { throw fail("a bad label") }
        var value = ""
        while let character = rest.popFirst(), character != "\"" {
          guard character == "\\" else {
            value.append(character)
            continue
          }
          switch rest.popFirst() {
          case "\\": value.append("\\")
          case "\"": value.append("\"")
          case "n": value.append("\n")
          default: throw fail("a bad escape")
          }
        }
        labels[label] = value
      } while take(",")
      guard take("}") else { throw fail("labels have no end") }
    }
    guard take(" "), !rest.contains(" "), let value = Double(rest == "+Inf" ? "inf" : rest) else {
      throw fail("no number")
    }
    return Sample(name: name, labels: labels, value: value)
  }
}
