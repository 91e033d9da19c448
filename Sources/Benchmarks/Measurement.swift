import Foundation

/// How long a job takes and how much memory it holds at its peak.
struct Measurement: Codable {
  let name: String
  let threads: Int
  /// Median and least time of a run, in milliseconds.
  let ms: Double
  let min: Double
  /// The most that the process held during the first run, above what was prepared before, in MiB.
  let peakMebibytes: Double
  /// Bytes that the job wrote, where that is a figure of its own.
  let bytes: Int?

  private enum CodingKeys: String, CodingKey {
    case name, threads, ms, min, bytes
    case peakMebibytes = "peak_mib"
  }

  /// Runs a job once for its memory, then `runs` times for its time.
  ///
  /// - Parameter job: Returns a number of bytes where that is a figure, else `nil`.
  init(_ name: String, threads: Int, runs: Int, _ job: () throws -> Int?) rethrows {
    let before = ProcessMemory.resident
    ProcessMemory.resetPeak()
    let bytes = try job()
    let peak = Double(max(ProcessMemory.peak - before, 0)) / 1024
    var times: [Double] = []
    for _ in 0..<runs {
      let elapsed = try ContinuousClock().measure { _ = try job() }
      times.append(elapsed / .milliseconds(1))
    }
    times.sort()
    self.name = name + "/pentimento"
    self.threads = threads
    ms = Self.rounded(times[times.count / 2])
    min = Self.rounded(times[0])
    peakMebibytes = Self.rounded(peak)
    self.bytes = bytes
  }

  /// What is before the slash.
  var work: String { String(name.prefix { $0 != "/" }) }

  private static func rounded(_ value: Double) -> Double { (value * 100).rounded() / 100 }
}

/// What the kernel says of this process's memory, in KiB.
///
/// - Note: Source: proc(5), `/proc/self/status` and `/proc/self/clear_refs`.
enum ProcessMemory {
  static var resident: Int { value(of: "VmRSS") }
  static var peak: Int { value(of: "VmHWM") }

  /// Makes the peak start anew from what is resident now.
  static func resetPeak() {
    guard let file = FileHandle(forWritingAtPath: "/proc/self/clear_refs") else { return }
    file.write(Data("5".utf8))
  }

  private static func value(of key: String) -> Int {
    // Where there is no such file nothing is known, and 0 says so.
    guard let text = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return 0 }
    let line = text.split(separator: "\n").first { $0.hasPrefix(key + ":") }
    let words = line?.split(whereSeparator: \.isWhitespace) ?? []
    return words.count > 1 ? Int(words[1]) ?? 0 : 0
  }
}
