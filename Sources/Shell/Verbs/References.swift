internal import EditModel
internal import Engine
internal import Raster

extension Shell {
  /// `ref`, `ref add FILE`, `ref remove NAME`.
  func reference(_ request: ReferenceRequest) async throws(Problem) -> Answer {
    let session = try current()
    switch request {
    case .list: break
    case .add(let file, let name):
      let name = if let name { name } else { try Self.referenceName(of: file) }
      try await session.addReference(file, as: name)
    case .remove(let name): try await session.removeReference(name)
    }
    let references = try await session.references()
    return Answer(
      references.isEmpty ? ["no reference pictures"] : references.map(\.line),
      .members(["references": .array(references.map(\.json))]))
  }

  /// The file's name as a name, where it can be one.
  private static func referenceName(of path: String) throws(Problem) -> String {
    let name = Self.baseName(of: path).lowercased()
    guard Name.isLegal(name) else {
      throw Problem(.badName, "ref add", found: name, allowed: ["--name NAME"])
    }
    return name
  }
}

extension ReferencePicture {
  var line: String { "\(pad(name, 12)) \(format), \(stored.size), \(stored.byteCount) bytes" }

  var json: JSONValue {
    .members([
      "name": .string(name), "format": .string(format), "object": .string(stored.object.hex),
      "width": .integer(stored.size.width), "height": .integer(stored.size.height),
    ])
  }
}
