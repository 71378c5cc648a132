/// Metrics as Prometheus reads them: its text format 0.0.4.
///
/// ```
/// # HELP name what it says
/// # TYPE name counter|gauge|histogram|summary
/// name{label="value",…} number
/// ```
/// https://prometheus.io/docs/instrumenting/exposition_formats/
struct Exposition {
  static let mediaType = "text/plain; version=0.0.4; charset=utf-8"

  private(set) var text = ""

  enum Kind: String {
    /// Only grows while the daemon runs.
    case counter
    case gauge
    /// Buckets, each with all below it, `_sum` and `_count`.
    case histogram
    /// `_sum` and `_count` alone.
    case summary
  }

  /// Labels and their values, in the order in which they are written.
  typealias Labels = [(name: String, value: String)]

  /// Writes all samples of one name; nothing where there are none.
  mutating func family(
    _ name: String, _ kind: Kind, _ help: String, _ samples: (inout Family) -> Void
  ) {
    var family = Family(name: name)
    samples(&family)
    guard !family.text.isEmpty else { return }
    text += "# HELP \(name) \(Self.escaped(help, quotes: false))\n"
    text += "# TYPE \(name) \(kind.rawValue)\n"
    text += family.text
  }

  /// Writes a name with a single sample.
  mutating func single(_ name: String, _ kind: Kind, _ help: String, _ value: Double) {
    family(name, kind, help) { $0.sample(value) }
  }

  /// Label values escape backslash, quote and line feed; help texts have no quotes to escape.
  static func escaped(_ text: String, quotes: Bool = true) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\"" where quotes: result += "\\\""
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The samples of one name.
  struct Family {
    let name: String
    fileprivate var text = ""

    fileprivate init(name: String) { self.name = name }

    mutating func sample(_ value: Int, _ labels: Labels = []) {
      write("", labels, "\(value)")
    }

    mutating func sample(_ value: Double, _ labels: Labels = []) {
      write("", labels, Exposition.number(value))
    }

    mutating func histogram(_ histogram: Histogram, _ labels: Labels = []) {
      let counts = histogram.cumulative
      for (bound, count) in zip(Histogram.bounds, counts) {
        let seconds = Exposition.number(Double(bound) / 1e6)
        write("_bucket", labels + [("le", seconds)], "\(count)")
      }
      let all = counts.last ?? 0
      write("_bucket", labels + [("le", "+Inf")], "\(all)")
      write("_sum", labels, Exposition.number(histogram.sumSeconds))
      write("_count", labels, "\(all)")
    }

    mutating func summary(sum: Double, count: Int, _ labels: Labels = []) {
      write("_sum", labels, Exposition.number(sum))
      write("_count", labels, "\(count)")
    }

    private mutating func write(_ suffix: String, _ labels: Labels, _ value: String) {
      text += name + suffix
      if !labels.isEmpty {
        text += "{"
        for (index, label) in labels.enumerated() {
          text += "\(index > 0 ? "," : "")\(label.name)=\"\(Exposition.escaped(label.value))\""
        }
        text += "}"
      }
      text += " \(value)\n"
    }
  }

  /// Whole numbers without a point, for people; all others so that they read back the same.
  private static func number(_ value: Double) -> String {
    if value.isNaN { return "NaN" }
    if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
    return Int(exactly: value).map { "\($0)" } ?? "\(value)"
  }
}
