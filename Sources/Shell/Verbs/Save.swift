internal import EditModel
internal import Engine
internal import Raster

extension Shell {
  func save(_ request: SaveRequest) async throws(Problem) -> Answer {
    let size: SaveOptions.Size? =
      switch request.size {
      case .exact(let size): .exact(size)
      case .longerSide(let side): .longerSide(side)
      case nil: nil
      }
    let saved = try await current().save(
      request.selector, to: request.destination.path,
      options: SaveOptions(
        size: size, format: request.format.flatMap(FileFormat.init(rawValue:)), quality: request.quality,
        maximumBytes: request.maximumBytes, force: request.destination.replaces))
    return Answer(saved.lines, saved.json)
  }
}

extension SavedFile {
  /// What was written, and in a second line what does not go along.
  var lines: [String] {
    let how = quality.map { ", \(format.rawValue) quality \($0)" } ?? ""
    var lines = ["\(path): round \(round), \(size), \(byteCount) bytes\(how), pixels \(pixels.short)"]
    if wasFlattened { lines.append("\(format.rawValue) has no alpha: transparent parts are laid on white") }
    if !dropped.isEmpty { lines.append("not in the file: \(dropped.joined(separator: ", "))") }
    return lines
  }

  var json: JSONValue {
    .members([
      "file": .string(path), "round": .string(round.description), "width": .integer(size.width),
      "height": .integer(size.height), "bytes": .integer(byteCount), "pixels": .string(pixels.hex),
      "format": .string(format.rawValue), "quality": quality.map(JSONValue.integer),
      "flattened": .bool(wasFlattened), "dropped": .strings(dropped),
    ])
  }
}
