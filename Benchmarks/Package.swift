// swift-tools-version: 6.2
import PackageDescription

/// Programs that measure the rooms. Their sources are linked in, so that `package` declarations are
/// in reach; settings are those of the main package.
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

let package = Package(
  name: "benchmarks",
  targets: [
    .target(name: "Vietnamese", swiftSettings: house),
    .target(name: "Documents", swiftSettings: house),
    .systemLibrary(
      name: "CLibXML2", pkgConfig: "libxml-2.0", providers: [.apt(["libxml2-dev"])]),
    .target(
      name: "Ingest", dependencies: ["Vietnamese", "Documents", "CLibXML2"],
      swiftSettings: house),
    .target(name: "Analysis", dependencies: ["Vietnamese", "Documents"], swiftSettings: house),
    .executableTarget(
      name: "analyzer", dependencies: ["Analysis", "Vietnamese"], swiftSettings: house),
    .executableTarget(
      name: "extract", dependencies: ["Ingest", "Documents"], swiftSettings: house),
  ]
)
