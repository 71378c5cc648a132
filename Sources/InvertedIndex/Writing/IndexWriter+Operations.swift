import Documents

extension IndexWriter {
  func apply(_ operation: Operation) throws(IndexError) -> Outcome {
    switch operation {
    case .put(let document): try put(document, logged: true)
    case .delete(let key): try delete(key, logged: true)
    }
  }

  /// Where the live version of a document is.
  private enum Place {
    case builder(DocID)
    case segment(view: Int, DocID)
  }

  private func find(_ key: DocumentKey) throws(IndexError) -> Place? {
    if let document = builder.document(withKey: key) { return .builder(document) }
    for index in views.indices.reversed() {
      for document in try views[index].segment.documents(withKey: key)
      where views[index].live.contains(document) {
        return .segment(view: index, document)
      }
    }
    return nil
  }

  private func hash(at place: Place) -> ContentHash {
    switch place {
    case .builder(let document): builder.hash(of: document)
    case .segment(let view, let document): views[view].segment.hash(of: document)
    }
  }

  private func remove(_ place: Place) {
    switch place {
    case .builder(let document): builder.delete(document)
    case .segment(let view, let document):
      var live = views[view].live
      live.remove(document)
      views[view] = Snapshot.View(segment: views[view].segment, live: live)
    }
  }

  /// - Parameter logged: false while the log is replayed.
  func put(_ document: Document, logged: Bool) throws(IndexError) -> Outcome {
    let record = DocumentCodec.encode(document)
    let hash = ContentHash(of: document, record: record)
    let old = try find(document.key)
    if let old, self.hash(at: old) == hash { return .unchanged }
    guard record.count <= Limit.documentBytes else {
      return .rejected(
        .documentTooLarge(
          reason: "it has \(record.count) bytes, the limit is \(Limit.documentBytes)"))
    }
    let added: DocID
    do throws(IndexError) {
      added = try builder.add(document, record: record, hash: hash, sequence: sequence + 1)
    } catch {
      if case .documentTooLarge = error { return .rejected(error) }
      throw error
    }
    if logged {
      do throws(IndexError) {
        try append(.put, payload: record)
      } catch {
        // Not acknowledged: the older version stays what a search finds.
        builder.delete(added)
        if case .builder(let document)? = old { builder.restore(document) }
        throw error
      }
    }
    sequence += 1
    if let old { remove(old) }
    account()
    if builder.byteCount >= settings.bufferBytes
      || settings.memory.isDue(holding: builder.byteCount)
    {
      try flush()
    }
    return old == nil ? .created : .updated
  }

  func delete(_ key: DocumentKey, logged: Bool) throws(IndexError) -> Outcome {
    guard let place = try find(key) else { return .notFound }
    if logged { try append(.delete, payload: Array(key.text.utf8)) }
    sequence += 1
    remove(place)
    return .deleted
  }

  private func append(_ kind: LogRecord.Kind, payload: [UInt8]) throws(IndexError) {
    do throws(IndexError) {
      try log.append(kind, sequence: sequence + 1, payload: payload)
    } catch {
      if log.isBroken { fail(error) }
      throw error
    }
  }

  /// Seals the log; the caller then syncs the file.
  func seal() throws(IndexError) -> (file: any OutputFile, sequence: SequenceNumber) {
    do throws(IndexError) {
      try log.seal()
    } catch {
      if log.isBroken { fail(error) }
      throw error
    }
    return (log.syncHandle, log.sealedSequence)
  }
}
