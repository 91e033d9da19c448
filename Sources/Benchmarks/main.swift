import Foundation

// `Benchmarks FOLDER [--threads N] [--peers FILE]`: a JSON line for each figure, and with the peers' lines a
// table beside them. Ends with 1 when a job held more memory than it may.

let arguments = Array(CommandLine.arguments.dropFirst())

func option(_ name: String) -> String? {
  arguments.firstIndex(of: name).flatMap { arguments.indices.contains($0 + 1) ? arguments[$0 + 1] : nil }
}

/// The job's figures from a process of its own, so that no job finds memory that another one left.
func measured(_ job: Job) throws -> Measurement {
  let process = Process()
  process.executableURL = URL(filePath: CommandLine.arguments[0])
  process.arguments = arguments + ["--job", job.name]
  let output = Pipe()
  process.standardOutput = output
  try process.run()
  let line = output.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return try JSONDecoder().decode(Measurement.self, from: line)
}

guard let folder = arguments.first, !folder.hasPrefix("--") else {
  print("usage: Benchmarks FOLDER [--threads N] [--peers FILE]")
  exit(2)
}
let encoder = JSONEncoder()
encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
do {
  if let name = option("--job") {
    guard let job = Job.named(name) else { exit(2) }
    let threads = option("--threads").flatMap { Int($0) } ?? 2
    print(String(decoding: try encoder.encode(job.measure(Inputs(folder: folder), threads)), as: UTF8.self))
    exit(0)
  }
  let comparison = try option("--peers").map(Comparison.init(peersAt:))
  var measurements: [Measurement] = []
  for job in Job.all {
    measurements.append(try measured(job))
    print(String(decoding: try encoder.encode(measurements[measurements.count - 1]), as: UTF8.self))
  }
  if let comparison { print(comparison.table(of: measurements).joined(separator: "\n")) }
  let excess = measurements.filter { $0.peakMebibytes > Comparison.memoryBounds[$0.work] ?? .infinity }
  for measurement in excess { print("too much memory: \(measurement.name)") }
  exit(excess.isEmpty ? 0 : 1)
} catch {
  print("error: \(error)")
  exit(3)
}
