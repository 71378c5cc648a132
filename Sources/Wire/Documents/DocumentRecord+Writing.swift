extension DocumentRecord {
  /// The full form.
  package func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("id", id)
      writeMembers(to: &json)
    }
  }

  package var json: [UInt8] {
    var json = JSONWriter(reserving: 1_024)
    write(to: &json)
    return json.bytes
  }

  /// What `mucluc extract` prints: always with title, author and agency, `null` where there is
  /// none, so that a script may count on them.
  package var extractJSON: [UInt8] {
    var json = JSONWriter(reserving: 1_024)
    json.object { json in
      json.member("id", id)
      writeMembers(to: &json, always: ["author", "agency"])
    }
    return json.bytes
  }

  private func writeMembers(to json: inout JSONWriter, always: [String] = []) {
    json.member("title", title)
    for name in always where !fields.contains(where: { $0.name == name }) {
      json.key(name)
      json.null()
    }
    writeFields(to: &json)
    writeDates(to: &json)
    writeText(to: &json)
    writeProvenance(to: &json)
  }

  /// The archive keeps about two digits of a confidence; more would only look exact.
  private static func rounded(_ confidence: Double) -> Double {
    (confidence * 100).rounded() / 100
  }

  /// One value is a string, several are a list.
  private func writeFields(to json: inout JSONWriter) {
    for field in fields where !Self.words.contains(field.name) { field.write(to: &json) }
    let hidden = fields.filter { Self.words.contains($0.name) }
    if !hidden.isEmpty {
      json.object("fields") { json in
        for field in hidden { field.write(to: &json) }
      }
    }
  }

  private func writeDates(to json: inout JSONWriter) {
    json.array("dates") { json in
      for date in dates {
        json.object { json in
          json.member("iso", date.iso)
          json.member("role", date.role)
          json.member(ifPresent: "raw", date.raw)
          json.member("confidence", Self.rounded(date.confidence))
        }
      }
    }
  }

  private func writeText(to json: inout JSONWriter) {
    json.array("blocks") { json in
      if let body { Block("paragraph", body).write(to: &json) }
      for block in blocks { block.write(to: &json) }
    }
  }

  private func writeProvenance(to json: inout JSONWriter) {
    json.member(ifPresent: "source", source)
    if let modified { json.member("modified", Timestamp.text(nanoseconds: modified)) }
    if let byteCount { json.member("size", byteCount) }
    json.member(ifPresent: "media_type", mediaType)
    if !charset.isEmpty {
      json.member("charset", charset)
      json.member("charset_confidence", Self.rounded(charsetConfidence))
    }
    json.member("status", status)
    json.member("warnings", warnings)
    if let version { json.member("_version", version) }
  }
}

extension DocumentRecord.Field {
  fileprivate func write(to json: inout JSONWriter) {
    if values.count == 1 { json.member(name, values[0]) } else { json.member(name, values) }
  }
}

extension DocumentRecord.Block {
  fileprivate func write(to json: inout JSONWriter) {
    json.object { json in
      json.member("kind", kind)
      json.member("text", text)
    }
  }
}
