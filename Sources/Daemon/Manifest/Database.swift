import CSQLite

/// A connection to an SQLite database, used by one thread at a time.
///
/// It owns the connection and its prepared statements, all closed with it. Text is copied by
/// SQLite when it is bound, and by us when it is read, so no pointer outlives a call.
@safe final class Database {
  let path: String
  private let connection: OpaquePointer
  private var statements: [String: Statement] = [:]

  /// A value of a row or a parameter.
  enum Value {
    case null
    case int(Int64)
    case text(String)
    case blob([UInt8])

    init(_ text: String?) { self = text.map(Self.text) ?? .null }
    init(_ number: Int?) { self = number.map { .int(Int64($0)) } ?? .null }
    init(_ number: Int64?) { self = number.map(Self.int) ?? .null }
  }

  /// Opens the database, making it where it is missing.
  convenience init(path: String) throws(ManifestError) {
    try self.init(path: path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE)
  }

  /// Opens a database that is there, and changes nothing of it.
  convenience init(reading path: String) throws(ManifestError) {
    try self.init(path: path, SQLITE_OPEN_READONLY)
  }

  private init(path: String, _ mode: Int32) throws(ManifestError) {
    self.path = path
    var opened: OpaquePointer?
    let flags = mode | SQLITE_OPEN_NOMUTEX
    let code = unsafe sqlite3_open_v2(path, &opened, flags, nil)
    guard code == SQLITE_OK, let connection = unsafe opened else {
      unsafe sqlite3_close_v2(opened)
      throw .database(file: path, code: code, reason: "cannot open it")
    }
    unsafe self.connection = unsafe connection
    unsafe sqlite3_extended_result_codes(connection, 1)
  }

  deinit {
    // Statements are finalized after it; the connection goes with the last of them.
    unsafe sqlite3_close_v2(connection)
  }

  /// Runs statements that take and give nothing.
  func execute(_ sql: String) throws(ManifestError) {
    try check(unsafe sqlite3_exec(connection, sql, nil, nil, nil))
  }

  /// Runs a statement, and hands over its rows one after another.
  func run(
    _ sql: String, _ values: [Value] = [],
    _ body: (borrowing Row) throws(ManifestError) -> Void = { _ throws(ManifestError) in }
  ) throws(ManifestError) {
    let statement = unsafe try prepared(sql).handle
    defer { unsafe sqlite3_reset(statement) }
    for (index, value) in values.enumerated() {
      try check(unsafe bind(value, at: Int32(index + 1), of: statement))
    }
    while true {
      let code = unsafe sqlite3_step(statement)
      if code == SQLITE_DONE { return }
      guard code == SQLITE_ROW else { throw failure(code) }
      try body(unsafe Row(statement: statement))
    }
  }

  /// The first column of the first row, nil where there is none.
  func number(_ sql: String, _ values: [Value] = []) throws(ManifestError) -> Int64? {
    var number: Int64?
    try run(sql, values) { row throws(ManifestError) in number = number ?? row.int(0) }
    return number
  }

  /// Does all or nothing, durably.
  func transaction<Output>(
    _ body: () throws(ManifestError) -> Output
  ) throws(ManifestError) -> Output {
    try run("BEGIN IMMEDIATE")
    do throws(ManifestError) {
      let output = try body()
      try run("COMMIT")
      return output
    } catch {
      // Fails only where the failure has rolled back already.
      try? run("ROLLBACK")
      throw error
    }
  }

  private func prepared(_ sql: String) throws(ManifestError) -> Statement {
    if let statement = statements[sql] { return statement }
    var made: OpaquePointer?
    try check(unsafe sqlite3_prepare_v2(connection, sql, -1, &made, nil))
    guard let handle = unsafe made else {
      preconditionFailure("a statement without words: \(sql)")
    }
    let statement = unsafe Statement(handle)
    statements[sql] = statement
    return statement
  }

  private func bind(_ value: Value, at place: Int32, of statement: OpaquePointer) -> Int32 {
    switch value {
    case .null: return unsafe sqlite3_bind_null(statement, place)
    case .int(let number): return unsafe sqlite3_bind_int64(statement, place, number)
    case .blob(let bytes):
      return unsafe bytes.withUnsafeBytes { buffer in
        unsafe mucluc_bind_blob(statement, place, buffer.baseAddress, Int32(buffer.count))
      }
    case .text(var text):
      return text.withUTF8 { utf8 in
        let count = Int32(utf8.count)
        guard count > 0, let base = utf8.baseAddress else {
          return unsafe mucluc_bind_text(statement, place, "", 0)
        }
        return unsafe base.withMemoryRebound(to: CChar.self, capacity: utf8.count) {
          unsafe mucluc_bind_text(statement, place, $0, count)
        }
      }
    }
  }

  private func check(_ code: Int32) throws(ManifestError) {
    if code != SQLITE_OK { throw failure(code) }
  }

  private func failure(_ code: Int32) -> ManifestError {
    let reason = unsafe sqlite3_errmsg(connection).map { unsafe String(cString: $0) } ?? "?"
    return .database(file: path, code: code, reason: reason)
  }

  /// A prepared statement, finalized with its last user.
  @safe private final class Statement {
    let handle: OpaquePointer

    init(_ handle: OpaquePointer) { unsafe self.handle = unsafe handle }

    deinit { unsafe sqlite3_finalize(handle) }
  }

  /// A row while it is the current one.
  @safe struct Row: ~Copyable {
    fileprivate let statement: OpaquePointer

    fileprivate init(statement: OpaquePointer) { unsafe self.statement = unsafe statement }

    /// 0 for NULL.
    func int(_ column: Int32) -> Int64 { unsafe sqlite3_column_int64(statement, column) }

    func isNull(_ column: Int32) -> Bool {
      unsafe sqlite3_column_type(statement, column) == SQLITE_NULL
    }

    /// Empty for NULL.
    func blob(_ column: Int32) -> [UInt8] {
      guard let bytes = unsafe sqlite3_column_blob(statement, column) else { return [] }
      let count = Int(unsafe sqlite3_column_bytes(statement, column))
      // Valid until the next step, and copied.
      return unsafe Array(UnsafeRawBufferPointer(start: bytes, count: count))
    }

    /// Empty for NULL.
    func text(_ column: Int32) -> String {
      guard let bytes = unsafe sqlite3_column_text(statement, column) else { return "" }
      let count = Int(unsafe sqlite3_column_bytes(statement, column))
      // SQLite's text is valid until the next step; it is copied, and repaired where it is damaged.
      return unsafe String(
        decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
    }
  }
}
