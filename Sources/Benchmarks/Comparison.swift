import Foundation

/// Our figures beside those of other tools.
struct Comparison {
  private struct Figure: Decodable {
    let name: String
    let ms: Double

    var work: String { String(name.prefix { $0 != "/" }) }
    var tool: String { String(name.drop { $0 != "/" }.dropFirst()) }
  }

  /// The goals of the project, as ratios to the best other tool.
  private static let goals: [String: Double] = [
    "mask.pipeline.4k": 0.25, "mask.pipeline-busy.4k": 1.5, "mask.encode.4k": 0.55,
    "mask.validate.4k": 0.85, "png.decode.4k": 1.0, "png.encode.4k": 0.4, "composite.4k": 0.15,
    "deltaE2000.1k": 0.2, "ssim.1k": 0.1, "inpaint.512": 10,
  ]

  /// The most memory above the inputs, in MiB: planes of 16 MiB, pictures of 64 MiB, and room for bands.
  static let memoryBounds: [String: Double] = [
    "mask.draw.4k": 40, "mask.pipeline.4k": 56, "mask.pipeline-busy.4k": 56, "mask.encode.4k": 8,
    "mask.validate.4k": 8, "png.decode.4k": 72, "png.encode.4k": 40, "composite.4k": 8,
  ]

  private let peers: [Figure]

  /// - Parameter path: The lines that `peers.py` printed.
  init(peersAt path: String) throws {
    let text = try String(contentsOfFile: path, encoding: .utf8)
    peers = try text.split(separator: "\n").map { line in
      try JSONDecoder().decode(Figure.self, from: Data(line.utf8))
    }
  }

  /// A table in Markdown.
  func table(of measurements: [Measurement]) -> [String] {
    ["| work | ours | best other | ratio | goal | memory |", "|---|---|---|---|---|---|"]
      + measurements.map(row)
  }

  private func row(_ measurement: Measurement) -> String {
    let work = measurement.work
    // Noise costs the others what any other mask costs them.
    let same = work == "mask.pipeline-busy.4k" ? "mask.pipeline.4k" : work
    let best = peers.filter { $0.work == same || $0.work.hasPrefix(same + ".") }.min { $0.ms < $1.ms }
    let goal = Self.goals[work].map { "≤ \($0)" } ?? ""
    let other = best.map { String(format: "%.1f ms (%@)", $0.ms, $0.tool) } ?? ""
    let ratio = best.map { String(format: "%.2f", measurement.ms / $0.ms) } ?? ""
    return String(
      format: "| `%@` | %.1f ms | %@ | %@ | %@ | %.0f MiB |", work, measurement.ms, other, ratio, goal,
      measurement.peakMebibytes)
  }
}
