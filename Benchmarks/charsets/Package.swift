// swift-tools-version: 6.2
import PackageDescription

/// Measures detection, decoding and repair of legacy text: see measure.py.
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
  name: "charsets",
  targets: [
    .target(name: "Vietnamese", swiftSettings: house),
    .executableTarget(name: "charsets", dependencies: ["Vietnamese"], swiftSettings: house),
  ]
)
