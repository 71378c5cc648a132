// swift-tools-version: 6.2
import PackageDescription

/// Every target: Swift 6 mode, warnings are errors, each unsafe expression is marked.
let house: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .strictMemorySafety(),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableUpcomingFeature("InferIsolatedConformances"),
  .enableUpcomingFeature("ImmutableWeakCaptures"),
  .enableExperimentalFeature("Lifetimes"),
]

func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: house)
}

func tests(
  _ name: String, _ dependencies: [Target.Dependency] = [], exclude: [String] = []
) -> Target {
  .testTarget(
    name: name, dependencies: dependencies + ["TestSupport"], exclude: exclude,
    swiftSettings: house)
}

let package = Package(
  name: "mucluc",
  products: [
    .executable(name: "mucluc", targets: ["mucluc"]),
    .library(name: "Client", targets: ["Client", "Wire"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0", traits: []),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
    .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
    .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
  ],
  targets: [
    // bytes → document
    room("Vietnamese"),
    room("Documents"),
    .systemLibrary(
      name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(
      name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
    .target(name: "CProcess"),
    room("Ingest", ["Vietnamese", "Documents", "CLibXML2", "CArchive", "CProcess", "CXXHash"]),
    // document → tokens → postings → segment
    room("Analysis", ["Vietnamese", "Documents"]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    .systemLibrary(name: "CXXHash", pkgConfig: "libxxhash", providers: [.apt(["libxxhash-dev"])]),
    .systemLibrary(name: "CMalloc"),
    .systemLibrary(name: "CSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
    .systemLibrary(name: "CLinux"),
    .target(name: "CChecksum"),
    .target(name: "CCodes"),
    room(
      "InvertedIndex",
      ["Documents", "Analysis", "CZstd", "CXXHash", "CMalloc", "CChecksum", "CCodes"]),
    // query → hits
    .target(name: "CImpacts"),
    room("Search", ["InvertedIndex", "Analysis", "Vietnamese", "Documents", "CImpacts"]),
    // wire
    room("Wire"),
    .target(name: "CTOML"),
    room(
      "Daemon",
      [
        "CLinux", "CTOML", "Wire", "Search", "InvertedIndex", "Ingest", "Analysis", "Documents",
        "Vietnamese",
        "CSQLite",
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ]),
    room("Client", ["Wire"]),
    .target(
      name: "Web",
      dependencies: [
        "Wire",
        .product(name: "HTTPTypes", package: "swift-http-types"),
        .product(name: "HummingbirdCore", package: "hummingbird"),
        .product(name: "Logging", package: "swift-log"),
        .product(name: "NIOCore", package: "swift-nio"),
        .product(name: "NIOHTTP1", package: "swift-nio"),
        .product(name: "NIOPosix", package: "swift-nio"),
        .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
        .product(name: "UnixSignals", package: "swift-service-lifecycle"),
      ],
      resources: [.embedInCode("Page")], swiftSettings: house),
    .executableTarget(
      name: "mucluc",
      dependencies: [
        "Client", "Daemon", "Web", "Wire", "Ingest", "Analysis", "Documents", "Vietnamese",
        "CLinux",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ],
      swiftSettings: house),

    .target(
      name: "TestSupport", dependencies: ["Documents", "InvertedIndex"],
      path: "Tests/TestSupport", swiftSettings: house),
    tests("VietnameseTests", ["Vietnamese", "Analysis"], exclude: ["cases.tsv"]),
    tests("DocumentsTests", ["Documents"]),
    tests("AnalysisTests", ["Analysis", "Vietnamese", "Documents"]),
    tests(
      "IngestTests", ["Ingest", "Documents", "Vietnamese", "CArchive"], exclude: ["Fixtures"]),
    tests("InvertedIndexTests", ["InvertedIndex", "Analysis", "Documents"]),
    tests("SearchTests", ["Search", "InvertedIndex", "Analysis", "Documents", "Vietnamese"]),
    tests("WireTests", ["Wire"]),
    tests(
      "DaemonTests",
      [
        "Daemon", "InvertedIndex", "Search", "Wire", "CLinux",
        .product(name: "Logging", package: "swift-log"),
      ]),
    tests("MuclucTests", ["Client", "Wire", "CLinux"]),
    tests("ArchitectureTests"),
  ],
  cxxLanguageStandard: .cxx17
)
