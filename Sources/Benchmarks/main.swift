import Foundation

// `Benchmarks FOLDER [--threads N] [--peers FILE]`: a JSON line for each figure, and with the peers' lines a
// table beside them. Ends with 1 when a job held more memory than it may.
// `Benchmarks paid`, `wire`, `plan` and `tables`: see `PaidFigures`, `WireFigures`, `PlanFigures` and
// `TableFigures`.

let arguments = Arguments(words: Array(CommandLine.arguments.dropFirst()))

/// The job's figures from a process of its own, so that no job finds memory that another one left.
func measured(_ job: Job) throws -> Measurement {
  try ChildProcess(arguments.words + ["--job", job.name]).result()
}

do {
  switch arguments.words.first {
  case "paid": exit(try await PaidFigures.run(arguments) ? 0 : 1)
  case "wire": exit(try await WireFigures.run(arguments) ? 0 : 1)
  case "plan": exit(try PlanFigures.run(arguments) ? 0 : 1)
  case "tables": exit(try TableFigures.run(arguments) ? 0 : 1)
  case let folder? where !folder.hasPrefix("--"): break
  default:
    print(
      "usage: Benchmarks FOLDER [--threads N] [--peers FILE] | paid | wire [--python FILE] | plan | tables")
    exit(2)
  }
  if let name = arguments.value("--job") {
    guard let job = Job.named(name) else { exit(2) }
    try printLine(job.measure(Inputs(folder: arguments.words[0]), arguments.number("--threads", else: 2)))
    exit(0)
  }
  let comparison = try arguments.value("--peers").map(Comparison.init(peersAt:))
  var measurements: [Measurement] = []
  for job in Job.all {
    measurements.append(try measured(job))
    try printLine(measurements[measurements.count - 1])
  }
  if let comparison { print(comparison.table(of: measurements).joined(separator: "\n")) }
  let excess = measurements.filter { $0.peakMebibytes > Comparison.memoryBounds[$0.work] ?? .infinity }
  for measurement in excess { print("too much memory: \(measurement.name)") }
  exit(excess.isEmpty ? 0 : 1)
} catch {
  print("error: \(error)")
  exit(3)
}
