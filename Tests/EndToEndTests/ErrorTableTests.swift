import EditModel
import Engine
import HTTP
import Shell
import Simulator
import Store
import TestSupport
import Testing

/// One error of the published reference, and what it must be here.
struct ErrorCase: Sendable, CustomTestStringConvertible {
  let status: Int
  let code: String?
  let type: String?
  /// Words of the service, as published.
  let message: String
  let problem: Problem.Code
  let exit: ExitCode

  init(
    _ status: Int, _ code: String?, type: String? = nil, words message: String = "It was refused.",
    _ problem: Problem.Code, _ exit: ExitCode
  ) {
    self.status = status
    self.code = code
    self.type = type
    self.message = message
    self.problem = problem
    self.exit = exit
  }

  var testDescription: String { "\(status) \(code ?? type ?? "") \(message)" }

  /// The rule of the simulator that answers so.
  var rule: String {
    let codeWord = code.map { " code=\($0)" } ?? ""
    let typeWord = type.map { " type=\($0)" } ?? ""
    return "edits * status \(status)\(codeWord)\(typeWord) message=\"\(message)\""
  }

  static let all = content + files + values + accounts

  static let content = [
    ErrorCase(
      400, "moderation_blocked", type: "image_generation_user_error",
      words: "Your request was rejected by the safety system. safety_violations=[sexual].", .contentRefused,
      .contentRefused),
    ErrorCase(400, "content_policy_violation", .contentRefused, .contentRefused),
    ErrorCase(400, "content_filter", .contentRefused, .contentRefused),
  ]

  static let files = [
    ErrorCase(
      400, "invalid_image_file",
      words: "Invalid image file or mode for image 3, please check your image file.",
      .providerRefused, .refused),
    ErrorCase(
      400, "invalid_mask_image_format", words: "Invalid mask image format - mask image missing alpha channel",
      .providerRefused, .refused),
    ErrorCase(
      400, "invalid_mask_image_format",
      words: "Invalid mask image format - mask size does not match image size",
      .providerRefused, .refused),
    ErrorCase(400, "unsupported_file_mimetype", .providerRefused, .refused),
    ErrorCase(
      400, "invalid_value", words: "Error while downloading file. Upstream status code: 404.",
      .providerRefused,
      .refused),
    ErrorCase(400, "image_file_not_found", words: "No such File object: file-x", .providerRefused, .refused),
    ErrorCase(400, "empty_image_file", .providerRefused, .refused),
    ErrorCase(400, "failed_to_download_image", .providerRefused, .refused),
    ErrorCase(400, "unsupported_image_media_type", .providerRefused, .refused),
  ]

  static let values = [
    ErrorCase(
      400, "invalid_value", words: "Width and height must both be divisible by 16.", .providerRefused,
      .refused),
    ErrorCase(
      400, "invalid_value", words: "The longest edge must be less than or equal to 3840.", .providerRefused,
      .refused
    ),
    ErrorCase(
      400, "invalid_value", words: "Requested resolution is below the current minimum pixel budget.",
      .providerRefused, .refused),
    ErrorCase(
      400, "invalid_value", words: "Transparent background is not supported for this model.",
      .providerRefused,
      .refused),
    ErrorCase(
      400, "invalid_input_fidelity_model",
      words: "The model 'gpt-image-2' does not support the 'input_fidelity' parameter.", .providerRefused,
      .refused),
    ErrorCase(400, "unknown_parameter", .providerRefused, .refused),
    ErrorCase(400, "duplicate_parameter", .providerRefused, .refused),
    ErrorCase(
      400, nil, words: "Invalid value: 'gpt-image-2'. Value must be 'dall-e-2'.", .providerRefused, .refused),
    ErrorCase(400, "invalid_prompt", .providerRefused, .refused),
    ErrorCase(400, nil, type: "image_generation_user_error", .providerRefused, .refused),
    ErrorCase(404, "model_not_found", .providerRefused, .refused),
  ]

  static let accounts = [
    ErrorCase(
      400, "billing_hard_limit_reached", words: "Billing hard limit has been reached", .quotaExhausted,
      .refused),
    ErrorCase(
      400, "billing_hard_limit_reached", type: "image_generation_user_error", .quotaExhausted, .refused),
    ErrorCase(429, "billing_hard_limit_reached", type: "insufficient_quota", .quotaExhausted, .refused),
    ErrorCase(429, "insufficient_quota", type: "insufficient_quota", .quotaExhausted, .refused),
    ErrorCase(
      401, "invalid_api_key", words: "Incorrect API key provided: sk-can*****6035.", .keyRefused, .refused),
    ErrorCase(
      403, nil, words: "Your organization must be verified to use the model gpt-image-2.", .notPermitted,
      .refused),
    ErrorCase(
      403, "unsupported_country_region_territory", words: "Country, region, or territory not supported",
      .notPermitted, .refused),
    ErrorCase(429, "rate_limit_exceeded", .rateLimited, .refused),
    ErrorCase(
      429, "rate_limit_exceeded", type: "tokens",
      words: "Request too large for gpt-image-2 on tokens per min",
      .overLimit, .refused),
    ErrorCase(503, "server_is_overloaded", .overloaded, .refused),
    ErrorCase(503, "slow_down", .overloaded, .refused),
    ErrorCase(500, "server_error", .outcomeUnknown, .unknownOutcome),
    ErrorCase(502, nil, .outcomeUnknown, .unknownOutcome),
    ErrorCase(504, nil, .outcomeUnknown, .unknownOutcome),
  ]
}

@Suite(.timeLimit(.minutes(5))) struct ErrorTableTests {
  @Test(arguments: ErrorCase.all)
  func publishedErrorIsATypedProblemWithItsExitCode(_ row: ErrorCase) async throws {
    let bench = try PaidBench(faults: row.rule)
    let session = try await bench.session()
    try await session.edit("brighten by 20 %")
    let problem = await #expect(throws: Problem.self) { try await session.run(FaultTableTests.budget) }
    #expect(problem?.code == row.problem)
    #expect(problem.map(ExitCode.init) == row.exit)
    let last = try #require(try bench.attempts().last?.closed)
    #expect(last.problem?.code == row.problem)
    #expect(last.problem?.status == row.status)
    if let code = row.code { #expect(last.problem?.providerCode == code) }
    #expect(try await session.queue().count == 1)
  }

  /// What the simulated service itself refuses, without a rule.
  @Test func oldNameOfARefusalKeepsWhatWasSeen() async throws {
    let bench = try PaidBench(faults: ErrorCase.content[0].rule)
    let session = try await bench.session()
    try await session.edit("brighten by 20 %")
    await #expect(throws: Problem.self) { try await session.run(FaultTableTests.budget) }
    let refusal = try #require(try await session.contentRefusals().first?.refusal)
    #expect(refusal.categories == ["sexual"])
    #expect(refusal.stage == "unknown")
    #expect(refusal.code == "moderation_blocked")
  }

  @Test func wordsThatPassedBeforeAndAreRefusedNowAreMarked() async throws {
    let bench = try PaidBench(faults: "edits 2 refuse stage=output")
    let session = try await bench.session()
    try await session.edit("brighten by 20 %")
    _ = try await session.run(FaultTableTests.budget)
    try await session.undo()
    await #expect(throws: Problem.self) {
      try await session.run(RunOptions(fresh: true, maxCost: FaultTableTests.budget.maxCost))
    }
    let refused = try #require(try await session.contentRefusals().first)
    #expect(refused.refusal.stage == "output")
    #expect(refused.passedBefore != nil)
  }

  @Test func keyThatTheServiceRefusesIsNotRepeatedInWords() async throws {
    let bench = try PaidBench { configuration in
      configuration.access.openAI.key = Secret("bad-key-5d21c8")
    }
    let session = try await bench.session()
    try await session.edit("brighten by 20 %")
    let problem = await #expect(throws: Problem.self) { try await session.run(FaultTableTests.budget) }
    #expect(problem?.code == .keyRefused)
    #expect(problem.map { "\($0)".contains("5d21c8") } == false)
  }

  @Test(arguments: [
    ("quality", "xhigh", Problem.Code.badValue), ("background", "transparent", .badValue),
    ("complexity", "high", .badValue),
  ])
  func settingThatTheModelDoesNotTakeIsRefusedBeforeTheCall(
    _ key: String, _ value: String, _ code: Problem.Code
  ) async throws {
    let bench = try PaidBench()
    let session = try await bench.session()
    try await session.edit("brighten by 20 %")
    let problem = await #expect(throws: Problem.self) {
      try await session.set(key, to: value)
      _ = try await session.run(FaultTableTests.budget)
    }
    #expect(problem?.code == code)
    #expect(problem?.allowed.isEmpty == false)
    #expect(bench.account.posts == 0)
  }

  @Test(arguments: ["dall-e-2", "dall-e-3", "gpt-image-1"])
  func retiredModelNamesItsSuccessor(_ model: String) async throws {
    let bench = try PaidBench()
    let session = try await bench.session()
    try await session.edit("brighten by 20 %")
    let problem = await #expect(throws: Problem.self) {
      try await session.set("model", to: model)
      _ = try await session.run(FaultTableTests.budget)
    }
    #expect(problem?.code == .retired)
    #expect(problem?.allowed.contains { $0.hasPrefix("gpt-image-2") } == true)
    #expect(bench.account.posts == 0)
  }
}
