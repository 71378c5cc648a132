// swift-tools-version: 6.2
import PackageDescription

/// Programs that measure the rooms, one for each folder in `Sources` with a small name. The rooms'
/// sources are linked in, so that `package` declarations are in reach; settings are those of the
/// main package. The folders beside this file hold the scripts that run the programs.
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

func program(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .executableTarget(name: name, dependencies: dependencies, swiftSettings: house)
}

let package = Package(
  name: "benchmarks",
  targets: [
    room("Vietnamese"),
    room("Documents"),
    .systemLibrary(
      name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .systemLibrary(
      name: "CArchive", pkgConfig: "libarchive", providers: [.apt(["libarchive-dev"])]),
    .target(name: "CProcess"),
    room("Ingest", ["Vietnamese", "Documents", "CLibXML2", "CArchive", "CProcess", "CXXHash"]),
    room("Analysis", ["Vietnamese", "Documents"]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    .systemLibrary(name: "CXXHash", pkgConfig: "libxxhash", providers: [.apt(["libxxhash-dev"])]),
    .systemLibrary(name: "CMalloc"),
    .systemLibrary(name: "CLinux"),
    .target(name: "CChecksum"),
    .target(name: "CCodes"),
    room(
      "InvertedIndex",
      ["Documents", "Analysis", "CZstd", "CXXHash", "CMalloc", "CChecksum", "CCodes"]),
    .target(name: "CImpacts"),
    room("Search", ["InvertedIndex", "Analysis", "Vietnamese", "Documents", "CImpacts"]),
    room("Wire"),

    program("acronyms", ["Analysis"]),
    .target(name: "Measuring", swiftSettings: house),
    program("analyzer", ["Measuring", "Analysis", "Vietnamese"]),
    program("bench-driver", ["Search", "InvertedIndex", "Documents", "Wire"]),
    program("charsets", ["Measuring", "Vietnamese"]),
    program("extract", ["Ingest", "Documents"]),
    program(
      "restoration",
      ["Measuring", "Search", "InvertedIndex", "Analysis", "Documents", "Vietnamese"]),
    program("service", ["Measuring", "CLinux"]),
  ]
)
