// swift-tools-version: 6.2
import PackageDescription

// An example of a program that uses the library Client: swift run --package-path Config/clients/swift
let package = Package(
  name: "example",
  dependencies: [.package(name: "mucluc", path: "../../..")],
  targets: [
    .executableTarget(
      name: "Example", dependencies: [.product(name: "Client", package: "mucluc")])
  ]
)
