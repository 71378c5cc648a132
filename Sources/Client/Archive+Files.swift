public import Wire

// The files that a collection was made from.

extension Archive {
  /// Files at or below a path that the archive knows, in the order of their paths.
  ///
  /// - Throws: `connectionLost` when the daemon broke off: then what was handed on is not all.
  public func files(
    below root: String? = nil, in collection: String = Wire.defaultCollection,
    _ body: (FileRecord) -> Void
  ) throws(ClientError) {
    var target = Self.path(of: collection) + "/files"
    if let root { target += "?below=\(PercentCoding.encode(root))" }
    var rest: [UInt8] = []
    var failure: Problem?
    try stream(HTTPClientRequest(method: "GET", target: target, contentType: nil, body: [])) {
      piece in
      rest += piece
      var start = 0
      while let end = rest[start...].firstIndex(of: UInt8(ascii: "\n")) {
        do throws(Problem) {
          body(try FileRecord(json: rest.span.extracting(start..<end)))
        } catch { failure = failure ?? error }
        start = end + 1
      }
      rest.removeFirst(start)
    }
    if let failure { throw .badReply(reason: failure.description) }
  }

  /// The first files at or below a path, or those behind another, in the order of their paths' bytes.
  ///
  /// - Parameters:
  ///   - last: the path of the last file of the page before.
  ///   - limit: up to 10,000; fewer come at the end only.
  public func files(
    below root: String? = nil, in collection: String = Wire.defaultCollection,
    after last: String?, limit: Int
  ) throws(ClientError) -> [FileRecord] {
    var target = Self.path(of: collection) + "/files?limit=\(limit)"
    if let root { target += "&below=\(PercentCoding.encode(root))" }
    if let last { target += "&after=\(PercentCoding.encode(last))" }
    let body = try call("GET", target)
    var records: [FileRecord] = []
    var start = 0
    do throws(Problem) {
      while let end = body[start...].firstIndex(of: UInt8(ascii: "\n")) {
        records.append(try FileRecord(json: body.span.extracting(start..<end)))
        start = end + 1
      }
    } catch { throw .badReply(reason: error.description) }
    return records
  }

  /// Writes down files and their documents: lines of `FileChange`.
  package func add(
    fileChanges ndjson: [UInt8], to collection: String = Wire.defaultCollection,
    wait: Wait = .searchable
  ) throws(ClientError) -> FilesReport {
    let target = Self.path(of: collection) + "/files?wait=\(wait.rawValue)"
    let body = try call("POST", target, contentType: Self.ndjson, ndjson)
    do { return try FilesReport(parsing: body.span) } catch {
      throw .badReply(reason: error.description)
    }
  }

  /// Families of documents of files that are nearly the same, in the order in which they began.
  ///
  /// - Parameters:
  ///   - id: of a document whose family is wanted; nil for all.
  ///   - last: `next` of the page before.
  public func copies(
    of id: String? = nil, in collection: String = Wire.defaultCollection, limit: Int = 100,
    after last: Int? = nil
  ) throws(ClientError) -> FileCopies {
    var target = Self.path(of: collection) + "/copies?limit=\(limit)"
    if let id { target += "&id=\(PercentCoding.encode(id))" }
    if let last { target += "&after=\(last)" }
    let body = try call("GET", target)
    do { return try FileCopies(parsing: body.span) } catch {
      throw .badReply(reason: error.description)
    }
  }

  /// What the documents of each site repeat, as far as the archive knows.
  public func repeats(
    in collection: String = Wire.defaultCollection
  ) throws(ClientError) -> SiteRepeats {
    let body = try call("GET", Self.path(of: collection) + "/repeats")
    do { return try SiteRepeats(parsing: body.span) } catch {
      throw .badReply(reason: error.description)
    }
  }

  /// Files with which something went wrong, by path.
  ///
  /// - Parameter last: `next` of the page before.
  public func problems(
    below root: String? = nil, in collection: String = Wire.defaultCollection, limit: Int = 100,
    after last: String? = nil
  ) throws(ClientError) -> FileProblems {
    var target = Self.path(of: collection) + "/problems?limit=\(limit)"
    if let root { target += "&below=\(PercentCoding.encode(root))" }
    if let last { target += "&after=\(PercentCoding.encode(last))" }
    let body = try call("GET", target)
    do { return try FileProblems(parsing: body.span) } catch {
      throw .badReply(reason: error.description)
    }
  }
}
