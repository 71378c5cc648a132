// swift-tools-version: 6.2
import PackageDescription

/// Measures the restoration of diacritics on held-out text: see measure.py.
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

let package = Package(
  name: "restoration",
  targets: [
    room("Vietnamese"),
    room("Documents"),
    room("Analysis", ["Vietnamese", "Documents"]),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd", providers: [.apt(["libzstd-dev"])]),
    .systemLibrary(name: "CXXHash", pkgConfig: "libxxhash", providers: [.apt(["libxxhash-dev"])]),
    room("InvertedIndex", ["Documents", "Analysis", "CZstd", "CXXHash"]),
    room("Search", ["InvertedIndex", "Analysis", "Vietnamese", "Documents"]),
    .executableTarget(
      name: "restoration",
      dependencies: ["Search", "InvertedIndex", "Analysis", "Documents", "Vietnamese"],
      swiftSettings: house),
  ]
)
