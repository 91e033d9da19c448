import EditModel
import Engine
import FoundationEssentials
import Simulator
import Store
import TestSupport
import Testing

/// The key stands in no file, whatever a service sends back.
@Suite(.timeLimit(.minutes(2))) struct KeyTests {
  /// The key as it is, and as others might write it.
  private static let forms: [[UInt8]] = {
    let key = Array(PaidBench.key.utf8)
    let digits = Array("0123456789abcdef".utf8)
    let hex = key.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    // The beginning of a base64 text depends on what stands before it, so each of the three ways is looked for.
    let base64 = (0..<3).map { shift in
      let text = Data([UInt8](repeating: 0x41, count: shift) + key).base64EncodedString()
      return Array(text.utf8.dropFirst(4).dropLast(4))
    }
    return [key, hex] + base64
  }()

  private static func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
    guard bytes.count >= part.count, let first = part.first else { return false }
    return (0...bytes.count - part.count).contains { start in
      bytes[start] == first && bytes[start..<start + part.count].elementsEqual(part)
    }
  }

  /// Files below the folder that hold a form of the key.
  private static func leaks(in folder: TemporaryFolder) throws -> [String] {
    let files = try folder.contents()
    #expect(files.count > 5)
    return files.filter { file in forms.contains { contains(file.value, $0) } }.map(\.key)
  }

  @Test(arguments: [
    "", "edits 1 status 401 code=invalid_api_key message=\"Incorrect API key provided: KEY\"",
    "edits 1 status 400 code=KEY message=\"the header was Bearer KEY\"",
    "edits 1 status 400 code=moderation_blocked message=\"safety_violations=[KEY]\"",
    "edits 1 status 500 message=KEY work=done", "edits 1 status 503 message=KEY",
    "edits 1 duplicate-headers names=x-request-id,x-echo value=KEY",
    "edits 1 redirect location=https://elsewhere.invalid/KEY", "edits 1 close", "edits 1 invalid-json",
  ])
  func keyIsInNoFile(_ faults: String) async throws {
    let bench = try PaidBench(faults: faults.replacing("KEY", with: PaidBench.key))
    let session = try await bench.session()
    try await session.edit("brighten by 20 %")
    do {
      _ = try await session.run(FaultTableTests.budget)
    } catch {
      #expect(!"\(error)".contains(PaidBench.key))
      #expect(!String(reflecting: error).contains(PaidBench.key))
    }
    await session.close()
    #expect(bench.account.posts > 0)
    #expect(try Self.leaks(in: bench.folder) == [])
  }

  @Test func configurationAndSecretPrintNoKey() throws {
    let bench = try PaidBench()
    var text = ""
    dump(bench.configuration, to: &text)
    dump(bench.configuration.access, to: &text)
    text += String(reflecting: bench.configuration.access) + "\(bench.configuration)"
    #expect(!text.contains(PaidBench.key))
    #expect(!text.contains(String(PaidBench.key.dropFirst(10))))
  }

  @Test func searchFindsAKeyThatIsThere() throws {
    let folder = try TemporaryFolder()
    for number in 0..<6 { try Data().write(to: URL(filePath: folder.path("\(number)"))) }
    try Data(Array("xx\(PaidBench.key)".utf8)).write(to: URL(filePath: folder.path("raw")))
    let wrapped = Data(Array("ab\(PaidBench.key)cd".utf8)).base64EncodedString()
    try Data(Array(wrapped.utf8)).write(to: URL(filePath: folder.path("base64")))
    #expect(try Set(Self.leaks(in: folder)) == ["raw", "base64"])
  }

  /// What a service sends back in place of its own words is kept, but for the key.
  @Test func echoOfTheKeyIsKeptAsAsterisks() async throws {
    let bench = try PaidBench(
      faults: "edits 1 duplicate-headers names=x-echo value=id-\(PaidBench.key)-id")
    let session = try await bench.session()
    try await session.edit("brighten by 20 %")
    _ = try await session.run(FaultTableTests.budget)
    let envelope = try #require(try bench.attempts().first?.replied?.reply?.envelope)
    let folder = try SessionFolder(
      opening: bench.folder.path("hero.session"), disk: bench.configuration.disk,
      surroundings: bench.configuration.surroundings)
    let text = String(decoding: try folder.object(envelope), as: UTF8.self)
    #expect(text.contains("id-\(String(repeating: "*", count: PaidBench.key.utf8.count))-id"))
  }
}
