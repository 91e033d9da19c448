import Billing
import EditModel
import HTTP
import Providers
import Testing

/// What an attempt left, and what it must be taken for.
struct EvidenceRow: Sendable, CustomTestStringConvertible {
  let name: String
  var answer: [UInt8] = []
  var failure: HTTPError?
  var partials = 0
  let code: ProviderError.Code
  let effect: ProviderError.Effect
  var mayRetry = false

  var testDescription: String { name }

  /// An exchange that ended before a status line.
  static func cut(
    _ code: HTTPError.Code, connected: Bool = true, up: Int = 100, of total: Int = 100,
    _ expected: ProviderError.Code, _ effect: ProviderError.Effect, mayRetry: Bool = false
  ) -> EvidenceRow {
    EvidenceRow(
      name: "\(code) \(connected ? "after \(up) of \(total)" : "unconnected")",
      failure: HTTPError(
        code, progress: HTTPProgress(isConnected: connected, bytesUp: up, bytesUpTotal: total)),
      code: expected, effect: effect, mayRetry: mayRetry)
  }

  /// An exchange that ended after these bytes of an answer.
  static func cut(
    _ code: HTTPError.Code, in answer: [UInt8], status: Int, partials: Int = 0,
    _ expected: ProviderError.Code, _ effect: ProviderError.Effect, mayRetry: Bool = false
  ) -> EvidenceRow {
    EvidenceRow(
      name: "\(code) within \(status), \(answer.count) bytes", answer: answer,
      failure: HTTPError(
        code,
        progress: HTTPProgress(
          isConnected: true, bytesUp: 100, bytesUpTotal: 100, status: status, bytesDown: answer.count)),
      partials: partials, code: expected, effect: effect, mayRetry: mayRetry)
  }

  /// A whole answer with an error object.
  static func said(
    _ status: Int, _ providerCode: String?, type: String = "invalid_request_error",
    message: String = "No.", fields: [String] = [],
    _ expected: ProviderError.Code, _ effect: ProviderError.Effect = .rejected, mayRetry: Bool = false
  ) -> EvidenceRow {
    let code = providerCode.map { "\"\($0)\"" } ?? "null"
    let body = #"{"error":{"message":"\#(message)","type":"\#(type)","param":null,"code":\#(code)}}"#
    return EvidenceRow(
      name: "\(status) \(providerCode ?? "") \(message) \(fields)", answer: Answer.json(status, body, fields),
      code: expected, effect: effect, mayRetry: mayRetry)
  }

  /// A whole answer that is not JSON.
  static func page(
    _ status: Int, fields: [String] = [], _ expected: ProviderError.Code, _ effect: ProviderError.Effect,
    mayRetry: Bool = false
  ) -> EvidenceRow {
    EvidenceRow(
      name: "\(status) page \(fields)", answer: Answer.head(status, fields) + Array("<html>".utf8),
      code: expected, effect: effect, mayRetry: mayRetry)
  }

  static func stream(
    _ name: String, _ text: String, _ expected: ProviderError.Code, _ effect: ProviderError.Effect,
    mayRetry: Bool = false
  ) -> EvidenceRow {
    EvidenceRow(
      name: name, answer: Answer.events(text), partials: 1, code: expected, effect: effect, mayRetry: mayRetry
    )
  }
}

@Suite struct EvidenceTests {
  private static let partial = """
    event: image_edit.partial_image
    data: {"type":"image_edit.partial_image","b64_json":"aGVsbG8=","partial_image_index":0}


    """

  static let unconnected: [EvidenceRow] = [
    .cut(.nameNotResolved, connected: false, up: 0, .notConnected, .notExecuted, mayRetry: true),
    .cut(.refused, connected: false, up: 0, .notConnected, .notExecuted, mayRetry: true),
    .cut(.tlsFailed, connected: false, up: 0, .notConnected, .notExecuted, mayRetry: true),
    .cut(.connectTimedOut, connected: false, up: 0, .notConnected, .notExecuted, mayRetry: true),
    .cut(.badAddress, connected: false, up: 0, .badAddress, .notExecuted),
    .cut(.badHeader, connected: false, up: 0, .badAddress, .notExecuted),
    .cut(.keyForOtherHost, connected: false, up: 0, .badAddress, .notExecuted),
    .cut(.blockedAddress, connected: false, up: 0, .badAddress, .notExecuted),
    .cut(.cancelled, connected: false, up: 0, .cancelled, .notExecuted),
    .cut(.uploadFailed, up: 99, .notConnected, .notExecuted, mayRetry: true),
    .cut(.reset, up: 99, .notConnected, .notExecuted, mayRetry: true),
    .cut(.stalled, up: 99, .notConnected, .notExecuted, mayRetry: true),
    .cut(.timedOut, up: 0, .notConnected, .notExecuted, mayRetry: true),
    .cut(.sourceFailed, up: 99, .inputNotReadable, .notExecuted),
    .cut(.cancelled, up: 99, .cancelled, .notExecuted),
  ]

  static let silent: [EvidenceRow] = [
    .cut(.uploadFailed, .noReply, .unknown),
    .cut(.emptyReply, .noReply, .unknown),
    .cut(.reset, .noReply, .unknown),
    .cut(.badReply, .noReply, .unknown),
    .cut(.internal, .noReply, .unknown),
    .cut(.timedOut, .timedOut, .unknown),
    .cut(.stalled, .timedOut, .unknown),
    .cut(.cancelled, .cancelled, .unknown),
    .cut(.sinkFailed, .replyNotWritten, .unknown),
  ]

  static let cutAnswers: [EvidenceRow] = [
    .cut(
      .truncated, in: Answer.json(200, #"{"data":[{"b64_json":"aGVs"#), status: 200, .brokenReply,
      .billedWithoutResult),
    .cut(.reset, in: Answer.json(200, "{"), status: 200, .brokenReply, .billedWithoutResult),
    .cut(.reset, in: [], status: 200, .brokenReply, .billedWithoutResult),
    .cut(.timedOut, in: Answer.head(200), status: 200, .timedOut, .billedWithoutResult),
    .cut(.stalled, in: Answer.head(200), status: 200, .timedOut, .billedWithoutResult),
    .cut(.tooLarge, in: Answer.json(200, "{"), status: 200, .replyTooLarge, .billedWithoutResult),
    .cut(.sinkFailed, in: Answer.json(200, "{"), status: 200, .replyNotWritten, .billedWithoutResult),
    .cut(.cancelled, in: Answer.json(200, "{"), status: 200, .cancelled, .billedWithoutResult),
    .cut(.truncated, in: Answer.json(400, "{"), status: 400, .badRequest, .rejected),
    .cut(.truncated, in: Answer.json(429, "{"), status: 429, .rateLimited, .rejected, mayRetry: true),
    .cut(.reset, in: Answer.json(500, "{"), status: 500, .serverFailed, .unknown),
    .cut(
      .reset, in: Answer.json(503, "{", ["Retry-After: 1"]), status: 503, .overloaded, .rejected,
      mayRetry: true),
  ]

  static let refusals: [EvidenceRow] = [
    .said(400, "moderation_blocked", type: "image_generation_user_error", .contentRefused),
    .said(400, "content_policy_violation", .contentRefused),
    .said(400, "invalid_image_file", .badRequest),
    .said(400, "invalid_mask_image_format", .badRequest),
    .said(400, "unknown_parameter", .badRequest),
    .said(400, "billing_hard_limit_reached", .quotaExhausted),
    .said(429, "billing_hard_limit_reached", .quotaExhausted),
    .said(401, "invalid_api_key", .keyRefused),
    .said(401, nil, .keyRefused),
    .said(402, nil, .quotaExhausted),
    .said(403, nil, .notPermitted),
    .said(404, "model_not_found", .modelNotFound),
    .said(404, "DeploymentNotFound", .modelNotFound),
    .said(404, nil, .badRequest),
    .said(413, nil, .badRequest),
    .said(429, "rate_limit_exceeded", type: "input-images", .rateLimited, mayRetry: true),
    .said(429, nil, .rateLimited, mayRetry: true),
    .said(429, "slow_down", .overloaded, mayRetry: true),
    .said(
      429, "rate_limit_exceeded", type: "input-images",
      message: "Request too large for gpt-image-2: Limit 0, Requested 1", .overLimit),
    .said(429, "insufficient_quota", type: "insufficient_quota", .quotaExhausted),
    .said(429, "credit_balance_exhausted", .quotaExhausted),
    .said(429, "organization_spend_limit_exceeded", .quotaExhausted),
    .said(429, "project_spend_limit_exceeded", .quotaExhausted),
    .said(429, "organization_usage_limit_exceeded", .quotaExhausted),
    .said(400, "rate_limit_exceeded", .badRequest),
    .page(429, .rateLimited, .rejected, mayRetry: true),
    .page(404, .badRequest, .rejected),
    .page(301, fields: ["Location: https://elsewhere.example/"], .redirected, .rejected),
    .page(307, .redirected, .rejected),
  ]

  static let failures: [EvidenceRow] = [
    .said(408, nil, .timedOut, .unknown),
    .said(409, nil, .serverFailed, .unknown),
    .said(500, "server_error", type: "server_error", .serverFailed, .unknown),
    .said(500, "insufficient_quota", .serverFailed, .unknown),
    .said(503, "server_is_overloaded", .overloaded, mayRetry: true),
    .said(503, nil, fields: ["Retry-After: 3"], .overloaded, mayRetry: true),
    .said(503, nil, fields: ["Retry-After: soon"], .serverFailed, .unknown),
    .said(503, nil, .serverFailed, .unknown),
    .page(502, .serverFailed, .unknown),
    .page(529, fields: ["Retry-After: 3"], .serverFailed, .unknown),
    .page(600, .brokenReply, .unknown),
    .page(200, .brokenReply, .billedWithoutResult),
    .page(204, .brokenReply, .billedWithoutResult),
    .said(200, "server_error", .brokenReply, .billedWithoutResult),
  ]

  static let streams: [EvidenceRow] = [
    .stream("nothing", "", .noReply, .unknown),
    .stream("a partial picture alone", partial, .noReply, .unknown),
    .stream(
      "completed has begun", partial + "event: image_edit.completed\ndata: {\"type\":", .brokenReply,
      .billedWithoutResult),
    .stream(
      "completed is cut in its picture", #"data: {"type":"image_edit.completed","b64_json":"aGVs"#,
      .brokenReply, .billedWithoutResult),
    .stream(
      "a damaged partial before completed",
      "event: x.partial_image\ndata: {{\n\nevent: x.completed\ndata: {}\n\n", .brokenReply,
      .billedWithoutResult),
    .stream(
      "refused", "event: error\ndata: {\"type\":\"error\",\"error\":{\"code\":\"moderation_blocked\"}}\n\n",
      .contentRefused, .rejected),
    .stream(
      "limited", "data: {\"error\":{\"code\":\"rate_limit_exceeded\"}}\n\n", .rateLimited, .rejected,
      mayRetry: true),
    .stream(
      "a user's error", "data: {\"error\":{\"type\":\"image_generation_user_error\"}}\n\n", .badRequest,
      .rejected),
    .stream(
      "the server's error", "event: error\ndata: {\"error\":{\"code\":\"server_error\"}}\n\n", .serverFailed,
      .unknown),
    .stream(
      "limited after an unfinished picture",
      partial + "data: {\"error\":{\"code\":\"rate_limit_exceeded\"}}\n\n", .serverFailed, .unknown),
    .stream(
      "overloaded after an unfinished picture",
      partial + "event: error\ndata: {\"error\":{\"code\":\"server_is_overloaded\"}}\n\n", .serverFailed,
      .unknown),
    .stream(
      "a user's error after an unfinished picture",
      partial + "data: {\"error\":{\"type\":\"image_generation_user_error\"}}\n\n", .serverFailed, .unknown),
    .stream(
      "limited after a damaged unfinished picture",
      "event: x.partial_image\ndata: {{\n\ndata: {\"error\":{\"code\":\"rate_limit_exceeded\"}}\n\n",
      .serverFailed, .unknown),
    .cut(.reset, in: Answer.events(partial), status: 200, partials: 1, .brokenReply, .unknown),
    .cut(.reset, in: [], status: 200, partials: 1, .brokenReply, .unknown),
    .cut(.timedOut, in: Answer.events(""), status: 200, partials: 1, .timedOut, .unknown),
    .cut(.cancelled, in: Answer.events(partial), status: 200, partials: 1, .cancelled, .unknown),
    .cut(
      .reset, in: Answer.events("event: image_edit.completed\ndata: {"), status: 200, partials: 1,
      .brokenReply, .billedWithoutResult),
  ]

  @Test(arguments: unconnected + silent + cutAnswers + refusals + failures + streams)
  func judges(_ row: EvidenceRow) async throws {
    let request = Bench.edit(HostedSettings(quality: "medium", partials: row.partials))
    let error = try await Bench.send(request, answer: row.answer, failure: row.failure).failure
    #expect(error?.code == row.code)
    #expect(error?.effect == row.effect)
    #expect(error?.mayRetry == row.mayRetry)
  }

  @Test func onlyWhatCostNothingMayBeRetried() {
    for code in ProviderError.Code.allCases {
      #expect(!ProviderError(code, .unknown).mayRetry)
      #expect(!ProviderError(code, .billedWithoutResult).mayRetry)
    }
  }

  @Test func readsWaitsOfAnswers() async throws {
    let limited = Answer.json(429, "{}", ["retry-after-ms: 1500", "Retry-After: 9"])
    #expect(try await Bench.send(answer: limited).failure?.retryAfter == .milliseconds(1500))
    let cut = try await Bench.send(
      answer: Answer.json(429, "{", ["Retry-After: 2"]),
      failure: HTTPError(.truncated, progress: HTTPProgress(isConnected: true, status: 429)))
    #expect(cut.failure?.retryAfter == .seconds(2))
  }

  @Test func keepsRefusalsWithTheirCategories() async throws {
    let current = """
      {"error":{"code":"moderation_blocked","message":"No.","type":"image_generation_user_error",
      "moderation_details":{"moderation_stage":"output","categories":["sexual","violence"]}}}
      """
    let refusal = try await Bench.send(answer: Answer.json(400, current)).failure?.refusal
    #expect(refusal?.stage == "output")
    #expect(refusal?.categories == ["sexual", "violence"])
    #expect(refusal?.code == "moderation_blocked")
    let older = """
      {"error":{"code":"moderation_blocked","message":"Rejected. safety_violations=[sexual, self-harm]."}}
      """
    let inWords = try await Bench.send(answer: Answer.json(400, older)).failure?.refusal
    #expect(inWords?.stage == "unknown")
    #expect(inWords?.categories == ["sexual", "self-harm"])
    let filter = #"{"error":{"code":"400","innererror":{"code":"ResponsibleAIPolicyViolation"}}}"#
    #expect(try await Bench.send(answer: Answer.json(400, filter)).failure?.code == .contentRefused)
  }

  @Test func aRefusalAfterAnUnfinishedPictureKeepsItsFacts() async throws {
    let refused = """
      data: {"type":"error","error":{"code":"moderation_blocked","message":"No.",
      data: "moderation_details":{"moderation_stage":"output","categories":["violence"]}}}


      """
    let request = Bench.edit(HostedSettings(quality: "low", partials: 1))
    let error = try await Bench.send(request, answer: Answer.events(Self.partial + refused)).failure
    #expect(error?.code == .contentRefused)
    #expect(error?.effect == .unknown)
    #expect(error?.providerCode == "moderation_blocked")
    #expect(error?.refusal?.categories == ["violence"])
  }

  @Test func keepsTheUsageOfAnAnswerWithoutPicture() async throws {
    let answer = Answer.json(200, #"{"data":[],"usage":\#(Answer.usage)}"#)
    let error = try await Bench.send(answer: answer).failure
    #expect(error?.effect == .billedWithoutResult)
    #expect(error?.usage?.usage?.imageOut == 1372)
  }
}
