import Billing
import EditModel
import Engine
import Planner
import Raster
import TestSupport
import Testing

/// Values that a command does not take: refused with what was found and what would be right, and no trace.
struct BadValueTests {
  struct Row: Sendable {
    let problem: Problem
    let run: @Sendable (Session) async throws -> Void

    init(_ problem: Problem, _ run: @escaping @Sendable (Session) async throws -> Void) {
      self.problem = problem
      self.run = run
    }
  }

  private static let coordinates = ["-1000000.0 to 1000000.0"]

  private static let masks: [Row] = [
    Row(Problem(.badName, "Left", found: "Left", allowed: [Name.rule])) {
      try await $0.makeMask("Left", .all)
    },
    Row(Problem(.badName, "../x", found: "../x", allowed: [Name.rule])) {
      try await $0.makeMask("../x", .all)
    },
    Row(Problem(.badValue, "mask", found: "this shape", allowed: ["a shape with an area"])) {
      try await $0.makeMask("m", .rectangle(x: 1, y: 1, width: 0, height: 4))
    },
    Row(Problem(.badValue, "mask x", found: "nan", allowed: coordinates)) {
      try await $0.makeMask("m", .rectangle(x: .nan, y: 1, width: 4, height: 4))
    },
    Row(Problem(.badValue, "mask radiusY", found: "inf", allowed: coordinates)) {
      try await $0.makeMask("m", .ellipse(centreX: 1, centreY: 1, radiusX: 4, radiusY: .infinity))
    },
    Row(Problem(.badValue, "mask", found: "2 points", allowed: ["3 to 65536 points"])) {
      try await $0.makeMask("m", .polygon([[Point(x: 1, y: 1), Point(x: 5, y: 5)]]))
    },
    Row(Problem(.unknownMask, "other", allowed: ["empty", "left"])) {
      try await $0.changeMask("other", .invert)
    },
    Row(Problem(.unknownMask, "other", allowed: ["empty", "left"])) {
      try await $0.changeMask("left", .union("other"))
    },
    Row(Problem(.unknownMask, "other", allowed: ["empty", "left"])) { try await $0.useMask("other") },
    Row(Problem(.unknownMask, "other", allowed: ["empty", "left"])) { try await $0.removeMask("other") },
    Row(Problem(.badValue, "mask radius", found: "-1.0", allowed: ["0.0 to 512.0 pixels"])) {
      try await $0.changeMask("left", .grow(-1))
    },
    Row(Problem(.badValue, "mask feather", found: "1e+300", allowed: ["0.0 to 256.0 pixels"])) {
      try await $0.changeMask("left", .feather(1e300))
    },
  ]

  private static let queue: [Row] = [
    Row(Problem(.badValue, "edit", found: " \n ", allowed: ["some words"])) { try await $0.edit(" \n ") },
    Row(Problem(.unknownMask, "other", allowed: ["empty", "left"])) {
      try await $0.edit("invert", mask: "other")
    },
    Row(Problem(.maskEmpty, "empty")) { try await $0.edit("invert", mask: "empty") },
    Row(Problem(.unknownInstruction, "e7", allowed: ["e1"])) { try await $0.moveInQueue(e(7), to: 1) },
    Row(Problem(.unknownInstruction, "f1", allowed: ["e1"])) {
      try await $0.setHeld(true, [e(1), QueueID(.fence, 1)])
    },
    Row(Problem(.badName, "a b", found: "a b", allowed: [Name.rule])) { _ = try await $0.tag("a b") },
  ]

  private static let settings: [Row] =
    ["0", "17", "4.0", "+4", "04", "", "four"].map { value in
      Row(Problem(.badValue, "merge-max", found: value, allowed: ["1 to 16"])) {
        try await $0.set("merge-max", to: value)
      }
    } + [
      Row(Problem(.badValue, "provider", found: "red", allowed: ["local", "openai", "azure"])) {
        try await $0.set("provider", to: "red")
      },
      Row(
        Problem(
          .badValue, "quality of gpt-image-2-2026-04-21", found: "max", allowed: ["low", "medium", "high"])
      ) { try await $0.set("quality", to: "max") },
      Row(
        Problem(
          .retired, "model", found: "dall-e-3", allowed: ["gpt-image-2-2026-04-21"],
          underlying: "its last day is 2026-05-12")
      ) { try await $0.set("model", to: "dall-e-3") },
      Row(
        Problem(
          .unknownSetting, "colour",
          allowed: Setting.all.map(\.key))
      ) { try await $0.set("colour", to: "red") },
      Row(Problem(.badValue, "on-fail", found: "retry", allowed: ["stop", "keep"])) {
        try await $0.set("on-fail", to: "retry")
      },
      Row(Problem(.badValue, "merge", found: "Loose", allowed: ["strict", "loose"])) {
        try await $0.set("merge", to: "Loose")
      },
      Row(
        Problem(
          .badValue, "model", found: "dall-e-9",
          allowed: ModelTable.embedded.models.filter { $0.options != nil }.map(\.id))
      ) { try await $0.set("model", to: "dall-e-9") },
    ]

  @Test func refusesThemWithoutATrace() async throws {
    let bench = try Workbench()
    let session = try await bench.session()
    try await session.makeMask("left", .rectangle(x: 2, y: 2, width: 9, height: 9))
    try await session.makeMask("empty", .rectangle(x: 200, y: 2, width: 9, height: 9))
    try await session.useMask("left")
    try await session.edit("invert")
    let (shown, before) = (try await Shown(session), try bench.folder.contents())
    for row in Self.masks + Self.queue + Self.settings {
      let found = try await problem("\(row.problem.subject)") { try await row.run(session) }
      #expect(found == row.problem, found.facts)
      #expect(try await Shown(session) == shown)
      #expect(try bench.folder.contents() == before)
    }
  }

  @Test(arguments: [
    ("make it nicer somehow", Problem.Code.notUnderstood), ("remove the cup", .maskNeeded),
    ("make the cup blue", .maskNeeded), ("brighten it by 900 %", .providerRefused),
  ])
  func queuesWhatTheProviderRefusesAndRunsNothing(_ text: String, _ code: Problem.Code) async throws {
    let bench = try Workbench()
    let session = try await bench.session()
    try await session.edit("invert")
    let queued = try await session.edit(text)
    #expect(queued.refusal?.code == code && queued.refusal?.subject == "e2")
    #expect(try await session.plan().refusals.map(\.id) == [e(2)])
    let logs = try bench.logs()
    let found = try await problem { _ = try await session.run() }
    #expect(found == queued.refusal)
    #expect(try bench.logs() == logs)
    #expect(try await session.cost().lines.isEmpty)
    try await session.setHeld(true, [e(2)])
    #expect(try await session.run().rounds.count == 1)
  }

  /// The background of noise is not plain, which only looking at the picture tells.
  @Test func anAttemptThatTheProviderGivesUpIsRefunded() async throws {
    let session = try await Workbench().session()
    try await session.edit("make the background white")
    let found = try await problem { _ = try await session.run() }
    #expect(found.code == .providerRefused && found.subject == "e1")
    #expect(try await session.cost().lines.map(\.outcome) == ["refunded"])
    #expect(try await session.queue().map(\.id) == [e(1)])
    #expect(try await session.log().count == 1)
  }
}
