// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]
let strictC: [CSetting] = [.treatAllWarnings(as: .error)]

/// A module of the house; its dependencies are the import row that HouseTests compares with the sources.
func room(
  _ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil
) -> Target {
  .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: strict)
}

func shim(_ name: String, links: [LinkerSetting] = []) -> Target {
  .target(name: name, cSettings: strictC, linkerSettings: links)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies + ["TestSupport"], swiftSettings: strict)
}

let package = Package(
  name: "pentimento",
  products: [
    .executable(name: "pentimento", targets: ["PentimentoCommand"]),
    .library(name: "Pentimento", targets: ["Pentimento"]),
  ],
  targets: [
    shim("CPNG", links: [.linkedLibrary("png"), .linkedLibrary("z")]),
    .systemLibrary(name: "CZlib"),
    shim("CDigest"),
    shim("CCurl", links: [.linkedLibrary("curl")]),
    room("Raster"),
    room("Retouch", ["Raster"]),
    room("EditModel", ["Raster", "CDigest"]),
    room(
      "Billing", ["EditModel"],
      resources: [
        .embedInCode("Data/prices.tsv"), .embedInCode("Data/models.tsv"),
        .embedInCode("Data/claims.tsv"),
      ]),
    room("Codecs", ["Raster", "EditModel", "CPNG", "CZlib"]),
    room("Planner", ["Raster", "EditModel", "Billing"]),
    room("Store", ["EditModel", "Billing"]),
    room("HTTP", ["EditModel", "CCurl"]),
    room("Providers", ["Raster", "EditModel", "Billing", "HTTP", "Retouch", "Codecs"]),
    room(
      "Engine",
      ["Raster", "Retouch", "EditModel", "Billing", "Codecs", "Planner", "Store", "HTTP", "Providers"]),
    room("Report", ["EditModel", "Billing"]),
    room("Loopback"),
    room("Simulator", ["Loopback", "Retouch", "Raster", "Codecs", "EditModel", "Billing"]),
    room("Terminal", ["Raster"]),
    room("Shell", ["Engine", "Report", "Terminal", "Raster", "EditModel", "Billing", "Planner"]),
    room("Pentimento", ["Engine", "Raster", "EditModel", "Billing", "Planner"]),
    .executableTarget(
      name: "PentimentoCommand", dependencies: ["Shell", "Simulator", "Terminal", "EditModel"],
      swiftSettings: strict),
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "Raster", "Retouch", "EditModel", "Codecs", "Billing", "Planner", "Store", "HTTP", "Providers",
        "Engine", "Simulator",
      ],
      swiftSettings: strict),
    .target(
      name: "TestSupport", dependencies: ["Raster", "EditModel"], path: "Tests/TestSupport",
      swiftSettings: strict),
    tests("RasterTests", ["Raster"]),
    tests("RetouchTests", ["Retouch", "Raster", "Codecs"]),
    tests("EditModelTests", ["EditModel", "Raster", "CDigest"]),
    tests("BillingTests", ["Billing", "EditModel"]),
    tests("CodecsTests", ["Codecs", "Raster", "EditModel"]),
    tests("PlannerTests", ["Planner", "Raster", "EditModel", "Billing"]),
    tests("StoreTests", ["Store", "EditModel", "Billing", "Raster"]),
    tests("HTTPTests", ["HTTP", "EditModel"]),
    tests("LoopbackTests", ["Loopback"]),
    tests("ProvidersTests", ["Providers", "HTTP", "EditModel", "Billing", "Raster", "Codecs"]),
    tests("SimulatorTests", ["Simulator", "Loopback", "Retouch", "Raster", "Codecs", "EditModel"]),
    tests("EngineTests", ["Engine", "Codecs", "Store", "Raster", "EditModel", "Billing", "Planner"]),
    tests(
      "EndToEndTests",
      [
        "Simulator", "Shell", "Engine", "Providers", "HTTP", "Store", "Codecs", "Raster", "EditModel",
        "Billing",
        "Planner",
      ]),
    tests("ReportTests", ["Report", "EditModel", "Billing"]),
    tests("TerminalTests", ["Terminal", "Raster"]),
    tests("ShellTests", ["Shell", "Engine", "Raster", "EditModel", "Billing", "Planner"]),
    tests("HouseTests", []),
  ],
  swiftLanguageModes: [.v6]
)
