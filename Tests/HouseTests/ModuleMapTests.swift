import Foundation
import TestSupport
import Testing

/// Who may import whom; a module that is not here may not exist.
private let map: [String: Set<String>] = [
  "Raster": [],
  "Retouch": ["Raster"],
  "EditModel": ["Raster", "CDigest"],
  "Billing": ["EditModel"],
  "Codecs": ["Raster", "EditModel", "CPNG", "CZlib", "Foundation"],
  "Planner": ["Raster", "EditModel", "Billing"],
  "Store": ["EditModel", "Billing", "Foundation"],
  "HTTP": ["EditModel", "CCurl", "Foundation"],
  "Loopback": ["Foundation"],
  "Simulator": ["Loopback", "Retouch", "Raster", "Codecs", "EditModel", "Billing", "Foundation"],
  "Providers": ["Raster", "EditModel", "Billing", "HTTP", "Retouch", "Codecs", "Foundation"],
  "Engine": [
    "Raster", "Retouch", "EditModel", "Billing", "Codecs", "Planner", "Store", "HTTP", "Providers",
    "Foundation",
  ],
  "Terminal": ["Raster"],
  "Report": ["EditModel", "Billing"],
  "Shell": ["Engine", "Report", "Terminal", "Raster", "EditModel", "Billing", "Planner", "Foundation"],
  "Pentimento": ["Engine", "Raster", "EditModel", "Billing", "Planner"],
  "PentimentoCommand": ["Shell", "Simulator", "EditModel", "Terminal"],
  "Benchmarks": [
    "Raster", "Retouch", "EditModel", "Codecs", "Billing", "Planner", "Store", "HTTP", "Providers",
    "Engine", "Simulator",
    "Foundation",
  ],
]

/// System modules and the only places that may import them; a name with a slash is one file.
private let systemModules: [String: Set<String>] = [
  "Dispatch": ["Raster/Bands.swift", "Engine/SessionExecutor.swift"],
  "Glibc": ["Store", "HTTP", "Codecs", "Loopback", "Terminal", "PentimentoCommand"],
]

@Suite struct ModuleMapTests {
  private struct Import: CustomStringConvertible {
    let module: String
    let file: String
    let imported: String
    var description: String { "\(file) imports \(imported)" }
  }

  @Test func everyImportIsAllowedByTheMap() throws {
    let imports = try allImports()
    #expect(imports.count > 50)
    let forbidden = imports.filter { !isAllowed($0) }
    #expect(forbidden.isEmpty, "\(forbidden)")
  }

  @Test func everyModuleStandsInTheMap() throws {
    let folders = try FileManager.default.contentsOfDirectory(atPath: Fixtures.repository + "/Sources")
    let shims: Set = ["CPNG", "CDigest", "CZlib", "CCurl"]
    #expect(Set(folders).subtracting(shims) == Set(map.keys))
  }

  @Test func topLevelIsFixed() throws {
    let top = try FileManager.default.contentsOfDirectory(atPath: Fixtures.repository)
    let visible = Set(top.filter { !$0.hasPrefix(".") })
    #expect(
      visible.subtracting(["demo-output", "Package.resolved"])
        == ["Package.swift", "Sources", "Tests", "fixtures", "README.md"])
  }

  /// A mistake planted in the input must be found, or the test above proves nothing.
  @Test func forbiddenImportIsFound() {
    #expect(!isAllowed(Import(module: "Raster", file: "Raster/Mask.swift", imported: "Foundation")))
    #expect(!isAllowed(Import(module: "Planner", file: "Planner/Plan.swift", imported: "Store")))
    #expect(!isAllowed(Import(module: "Raster", file: "Raster/Mask.swift", imported: "Dispatch")))
    #expect(isAllowed(Import(module: "Raster", file: "Raster/Bands.swift", imported: "Dispatch")))
  }

  private func isAllowed(_ item: Import) -> Bool {
    if item.imported == "Synchronization" { return true }
    if let places = systemModules[item.imported] {
      return places.contains(item.module) || places.contains(item.file)
    }
    let name = item.imported == "FoundationEssentials" ? "Foundation" : item.imported
    return map[item.module]?.contains(name) ?? false
  }

  private func allImports() throws -> [Import] {
    let root = Fixtures.repository + "/Sources"
    let files = try FileManager.default.subpathsOfDirectory(atPath: root).filter {
      $0.hasSuffix(".swift")
    }
    return try files.flatMap { file in
      try imports(in: String(contentsOfFile: "\(root)/\(file)", encoding: .utf8)).map {
        Import(module: String(file.prefix { $0 != "/" }), file: file, imported: $0)
      }
    }
  }

  private func imports(in source: String) -> [String] {
    source.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ").filter { !$0.hasPrefix("@") }
      guard let place = words.firstIndex(of: "import"), words.count > place + 1 else { return nil }
      let modifiers: Set<Substring> = ["public", "package", "internal", "private", "fileprivate"]
      guard words[..<place].allSatisfy(modifiers.contains) else { return nil }
      return String(words[words.count - 1].prefix { $0 != "." })
    }
  }
}
