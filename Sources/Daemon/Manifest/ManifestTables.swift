/// The tables of a manifest as they are made, and as those of an older program become ours.
struct ManifestTables {
  private let database: Database

  /// 1: files and documents. 2: documents are compared with others.
  static let version: Int64 = 2

  init(_ database: Database) { self.database = database }

  /// Makes what is missing, all or nothing. Rows of an older program stay; what a newer one kept can
  /// be found out again.
  func bringUpToDate() throws(ManifestError) {
    let found = try database.number("PRAGMA user_version") ?? 0
    if found != Self.version { try make(from: found) }
  }

  private func make(from found: Int64) throws(ManifestError) {
    try database.transaction { () throws(ManifestError) in
      if found != 0, found != 1 {
        for table in ["files", "documents", "sketches", "samples"] {
          try database.execute("DROP TABLE IF EXISTS \(table)")
        }
      }
      if found != 1 { try database.execute(Self.first) }
      // The first version got it late.
      let hasOCR = try database.number(
        "SELECT 1 FROM pragma_table_info('files') WHERE name = 'ocr'")
      if hasOCR == nil {
        try database.execute("ALTER TABLE files ADD COLUMN ocr TEXT NOT NULL DEFAULT ''")
      }
      try database.execute(Self.second)
      try database.execute("PRAGMA user_version = \(Self.version)")
    }
  }

  private static let first = """
    CREATE TABLE IF NOT EXISTS facts(name TEXT PRIMARY KEY, value INTEGER) WITHOUT ROWID;
    CREATE TABLE files(
      id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE, generation INTEGER NOT NULL,
      status TEXT NOT NULL, device INTEGER, inode INTEGER, size INTEGER, mtime INTEGER,
      ctime INTEGER, hash TEXT NOT NULL DEFAULT '', version INTEGER NOT NULL DEFAULT 0,
      text_bytes INTEGER NOT NULL DEFAULT 0, seen INTEGER NOT NULL DEFAULT 0,
      stage TEXT, code TEXT, reason TEXT, offset INTEGER);
    CREATE TABLE documents(
      key TEXT PRIMARY KEY, file INTEGER NOT NULL, generation INTEGER NOT NULL) WITHOUT ROWID;
    CREATE INDEX documents_of_file ON documents(file);
    CREATE INDEX problems ON files(path) WHERE code IS NOT NULL;
    """

  /// The numbers of sketches are never given twice: they are those of families.
  private static let second = """
    ALTER TABLE documents ADD COLUMN family INTEGER;
    CREATE INDEX documents_of_family ON documents(family) WHERE family IS NOT NULL;
    CREATE TABLE sketches(
      id INTEGER PRIMARY KEY AUTOINCREMENT, key TEXT NOT NULL UNIQUE, family INTEGER NOT NULL,
      bins BLOB NOT NULL);
    CREATE INDEX sketches_of_family ON sketches(family);
    CREATE TABLE samples(
      site TEXT NOT NULL, rank INTEGER NOT NULL, key TEXT NOT NULL, blocks BLOB NOT NULL,
      PRIMARY KEY(site, rank)) WITHOUT ROWID;
    CREATE INDEX samples_of_key ON samples(key);
    CREATE TRIGGER document_gone AFTER DELETE ON documents BEGIN
      DELETE FROM sketches WHERE key = OLD.key;
      DELETE FROM samples WHERE key = OLD.key;
    END;
    """
}
