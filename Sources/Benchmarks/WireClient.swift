import EditModel
import Engine
import Foundation
import HTTP
import Providers
import Raster
import Store

/// Calls with one stored picture, made as a session makes them: from the object to the spool.
struct WireClient {
  private enum Failure: Error {
    case badArguments
  }

  private let folder: SessionFolder
  private let object: Digest
  private let account: HostedAccount
  private let calls: Int
  private let transport = CurlTransport()
  private let provider = OpenAIProvider(model: "gpt-image-2-2026-04-21", surroundings: .system)

  init(_ arguments: Arguments) throws {
    guard let path = arguments.value("--session"), let address = arguments.value("--address"),
      let object = arguments.value("--object").flatMap({ Digest(hex: $0) }), let key = Secret("any-key")
    else { throw Failure.badArguments }
    let configuration = EngineConfiguration.system()
    folder = try SessionFolder(
      opening: path, disk: configuration.disk, surroundings: configuration.surroundings)
    self.object = object
    let origin = try HTTPAddress(address)
    account = HostedAccount(
      name: "openai", address: origin, credential: Credential(secret: key, address: origin))
    calls = arguments.number("--calls", else: 10)
  }

  func run() async throws -> WireFigures.Figure {
    _ = try folder.beginWriting()
    defer { folder.endWriting() }
    // Verifies the object's digest, once for a process.
    _ = try folder.source(ofObject: object)
    let before = ProcessMemory.resident
    ProcessMemory.resetPeak()
    try await send()
    let start = Self.processorTime
    for _ in 0..<calls { try await send() }
    let time = (Self.processorTime - start) / Double(calls)
    return WireFigures.Figure(
      client: "pentimento", calls: calls, processorMilliseconds: time * 1000,
      peakMebibytes: Double(max(ProcessMemory.peak - before, 0)) / 1024)
  }

  /// One call and its picture.
  private func send() async throws {
    let request = HostedRequest(
      kind: .edit, model: provider.model, prompt: "brighten by 10 %",
      inputs: [
        HostedInput(
          source: try folder.source(ofObject: object), contentType: "image/png", fileName: "picture.png")
      ],
      size: PixelSize(width: 1024, height: 640), settings: HostedSettings(quality: "low"))
    let spool = try folder.makeSpool(for: folder.nextAttempt, reserving: request.replyLimit)
    let reply = try await provider.send(
      request, from: account, over: transport, into: spool, deadline: .seconds(600)
    ) { _ in }
    for payload in reply.payloads { _ = try payload.bytes() }
    try spool.remove()
  }

  /// Seconds that this process's threads have used so far.
  private static var processorTime: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}
