import Codecs
import EditModel
import Engine
import Foundation
import Raster
import Simulator
import Store

/// What it costs this machine to send a picture of 20 MB, beside the service's official Python client.
///
/// `Benchmarks wire [--python FILE] [--calls N] [--pairs N]`: every client is a process of its own and makes the
/// same calls to one simulator, by turns. Prints a line of JSON for each run and one for the medians; ends with 1
/// where more memory was held than may be. Run it from the repository's folder: the script for the other client
/// is `fixtures/bench/wire.py`, which needs `pip install openai`.
enum WireFigures {
  /// One client's run.
  struct Figure: Codable {
    let client: String
    let calls: Int
    /// Processor time of a call, all threads, user and system, without the first.
    let processorMilliseconds: Double
    /// The most that the process held beyond what it held before the first call, in MiB.
    let peakMebibytes: Double
  }

  fileprivate struct Ratio: Encodable {
    let name = "wire.20MB"
    let ours: Double
    let python: Double
    let ratio: Double
    let peakMebibytes: Double
    let pythonPeakMebibytes: Double
  }

  /// The most memory that sending may add, in MiB.
  private static let memoryBound = 10e6 / 1_048_576
  private static let script = "fixtures/bench/wire.py"

  static func run(_ arguments: Arguments) async throws -> Bool {
    if arguments.value("--address") != nil {
      try printLine(try await WireClient(arguments).run())
      return true
    }
    let folder = try ScratchFolder()
    let picture = try PNG.encode(noise(), effort: .wire)
    try Data(picture).write(to: URL(filePath: folder.path("picture.png")))
    let digest = try stored(picture, in: folder)
    print("picture: \(picture.count) bytes")
    var options = SimulatorOptions()
    options.tier = nil
    let server = try SimulatorServer(options)
    defer { server.stop() }
    let calls = "\(arguments.number("--calls", else: 10))"
    let python = try pythonWithClient(arguments)
    var (ours, others): ([Figure], [Figure]) = ([], [])
    for _ in 0..<arguments.number("--pairs", else: 3) {
      let child = try ChildProcess([
        "wire", "--address", server.address, "--session", folder.path("wire.session"), "--object", digest.hex,
        "--calls", calls,
      ])
      ours.append(try child.result())
      try printLine(ours[ours.count - 1])
      guard let python else { continue }
      let other = try ChildProcess(
        [script, server.address, folder.path("picture.png"), calls], executable: python)
      others.append(try other.result())
      try printLine(others[others.count - 1])
    }
    if !others.isEmpty { try printLine(Ratio(ours, others)) }
    return ours.allSatisfy { $0.peakMebibytes < memoryBound }
  }

  /// An opaque picture that no filter makes smaller.
  private static func noise() -> Bitmap {
    let size = PixelSize(width: 2_592, height: 2_592)
    var random = SplitMix64(seed: 20)
    var samples = [UInt8](repeating: 255, count: size.width * size.height * 4)
    for index in samples.indices where index % 4 < 3 { samples[index] = UInt8(random.next(below: 256)) }
    return Bitmap(width: size.width, height: size.height, samples: samples)
  }

  private static func stored(_ picture: [UInt8], in folder: ScratchFolder) throws -> Digest {
    let configuration = EngineConfiguration.system()
    let session = try SessionFolder.create(
      at: folder.path("wire.session"), disk: configuration.disk, surroundings: configuration.surroundings)
    _ = try session.beginWriting()
    defer { session.endWriting() }
    return try session.put(picture)
  }

  /// The Python to compare with; says what is missing where there is none.
  private static func pythonWithClient(_ arguments: Arguments) throws -> String? {
    let python = arguments.value("--python") ?? "/usr/bin/python3"
    guard FileManager.default.fileExists(atPath: script) else {
      print("no comparison: \(script) is not here; run this from the repository's folder")
      return nil
    }
    guard FileManager.default.isExecutableFile(atPath: python) else {
      print("no comparison: \(python) is missing; name a Python with --python FILE")
      return nil
    }
    let process = Process()
    process.executableURL = URL(filePath: python)
    process.arguments = ["-c", "import openai"]
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      print("no comparison: \(python) has no module openai; pip install openai==3.52.0")
      return nil
    }
    return python
  }
}

extension WireFigures.Ratio {
  fileprivate init(_ ours: [WireFigures.Figure], _ others: [WireFigures.Figure]) {
    func median(_ figures: [WireFigures.Figure], _ value: (WireFigures.Figure) -> Double) -> Double {
      figures.map(value).sorted()[figures.count / 2]
    }
    self.ours = median(ours, \.processorMilliseconds)
    python = median(others, \.processorMilliseconds)
    ratio = self.ours / python
    peakMebibytes = median(ours, \.peakMebibytes)
    pythonPeakMebibytes = median(others, \.peakMebibytes)
  }
}
