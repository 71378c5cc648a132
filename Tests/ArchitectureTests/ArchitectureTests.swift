import Testing

/// The rooms and their borders. Data flows one way, and so do the imports:
/// bytes → document → tokens → postings → segment → query → hits → wire.
@Suite struct ArchitectureTests {
  /// What each room may import of the others.
  static let rooms: [String: Set<String>] = [
    "Vietnamese": [],
    "Documents": [],
    "Ingest": ["Vietnamese", "Documents", "CLibXML2", "CArchive", "CProcess", "CXXHash"],
    "Analysis": ["Vietnamese", "Documents"],
    "InvertedIndex": [
      "Documents", "Analysis", "CZstd", "CXXHash", "CMalloc", "CChecksum", "CCodes",
    ],
    "Search": ["InvertedIndex", "Analysis", "Vietnamese", "Documents", "CImpacts"],
    "Wire": [],
    "Daemon": [
      "Vietnamese", "Documents", "Ingest", "Analysis", "InvertedIndex", "Search", "Wire",
      "CLinux", "CSQLite", "CTOML",
    ],
    "Client": ["Wire"],
    "Web": ["Wire"],
    "mucluc": [
      "Client", "Daemon", "Web", "Wire", "Ingest", "Analysis", "Documents", "Vietnamese", "CLinux",
    ],
  ]

  /// What a room may import from outside; the system's C library and `Synchronization` serve all.
  static let packages: [String: Set<String>] = [
    "Daemon": [
      "HTTPTypes", "HummingbirdCore", "Logging", "NIOCore", "NIOHTTP1", "NIOPosix",
      "ServiceLifecycle", "UnixSignals",
    ],
    "Web": [
      "HTTPTypes", "HummingbirdCore", "Logging", "NIOCore", "NIOHTTP1", "NIOPosix",
      "ServiceLifecycle", "UnixSignals",
    ],
    "mucluc": ["ArgumentParser", "Dispatch", "Logging"],
  ]
  static let everywhere: Set<String> = ["Glibc", "Synchronization"]

  /// Rooms whose code may use the part of Foundation that brings no ICU.
  static let essentials: Set<String> = ["Ingest", "Wire", "Daemon", "Client", "mucluc"]

  /// Folders that hold no Swift: bindings to libraries, and kernels in C.
  static let bindings: Set<String> = [
    "CArchive", "CLibXML2", "CLinux", "CSQLite", "CZstd", "CXXHash", "CMalloc", "CImpacts",
    "CChecksum", "CCodes", "CProcess", "CTOML",
  ]

  @Test func `every room is known`() {
    let found = Set(SourceTree.entries(of: "Sources"))
    #expect(found == Set(Self.rooms.keys).union(Self.bindings))
  }

  @Test(arguments: rooms.keys.sorted())
  func `a room imports what it may`(room: String) {
    var allowed = Self.everywhere.union(Self.rooms[room] ?? [])
    allowed.formUnion(Self.packages[room] ?? [])
    if Self.essentials.contains(room) { allowed.insert("FoundationEssentials") }
    let files = SourceTree.swiftFiles(below: "Sources/\(room)")
    #expect(!files.isEmpty)
    for file in files {
      for module in file.imports {
        #expect(allowed.contains(module), "\(file.path) imports \(module)")
      }
    }
  }

  @Test func `nothing imports the whole of Foundation`() {
    for file in SourceTree.swiftFiles(below: "Sources") + SourceTree.swiftFiles(below: "Tests") {
      #expect(!file.imports.contains("Foundation"), "\(file.path) would bring ICU")
    }
  }

  @Test(arguments: rooms.keys.sorted())
  func `a room opens with an essay`(room: String) {
    let files = SourceTree.swiftFiles(below: "Sources/\(room)")
    let hasEssay = files.contains { $0.lines.contains { $0.hasPrefix("/// # ") } }
    #expect(hasEssay, "no file of \(room) says what the room is for: /// # …")
  }

  @Test func `nothing outside of tests is forced`() {
    for file in SourceTree.swiftFiles(below: "Sources") {
      for (number, line) in file.lines.enumerated() where !line.contains("//") {
        #expect(!line.contains("try!"), "\(file.path):\(number + 1)")
        #expect(!line.contains("as!"), "\(file.path):\(number + 1)")
      }
    }
  }

  @Test func `raw memory stays in the rooms that need it`() {
    let rooms = ["Vietnamese", "Documents", "Wire/Search", "Wire/Documents", "Wire/HTTP"]
    for room in rooms {
      for file in SourceTree.swiftFiles(below: "Sources/\(room)") {
        #expect(!file.lines.contains { $0.contains("UnsafeMutable") }, "\(file.path)")
      }
    }
  }
}
