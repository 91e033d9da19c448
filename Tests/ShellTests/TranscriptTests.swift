import Engine
import Foundation
import Shell
import Synchronization
import Terminal
import TestSupport
import Testing

/// What a command front printed: data and notes, as they came.
final class Printed: Sendable {
  private let lines = Mutex((data: "", notes: ""))

  var data: String { lines.withLock { $0.data } }
  var notes: String { lines.withLock { $0.notes } }

  func console() -> Console {
    Console(
      style: Style(isTerminal: false, noColour: nil, term: nil),
      data: { text in self.lines.withLock { $0.data += text } },
      note: { text in self.lines.withLock { $0.notes += text } })
  }

  func clear() { lines.withLock { $0 = ("", "") } }

  /// A command front whose words come here, with `$photo` and other variables.
  func shell(
    in folder: TemporaryFolder, photo: String, threads: Int = 2, _ others: [String: String] = [:]
  ) -> Shell {
    Shell(
      configuration: .system(threads: threads), console: console(), folder: folder.path,
      variables: others.merging(["photo": Fixtures.path("photos/\(photo)")]) { own, _ in own })
  }
}

@Suite struct TranscriptTests {
  private let folder: TemporaryFolder
  private let printed = Printed()
  private let shell: Shell

  init() throws {
    folder = try TemporaryFolder()
    shell = Shell(
      configuration: .system(threads: 2), console: printed.console(), folder: folder.path,
      variables: ["photo": Fixtures.path("photos/coffee.png"), "out": folder.path])
  }

  private func script(_ text: String) async -> ExitCode {
    await shell.carryOutScript(text, name: "test")
  }

  @Test func maskedInstructionsMergeAndTheUnmaskedOneStandsAlone() async {
    let code = await script(
      """
      new $photo job
      mask rect 20 20 60 40 --name left
      mask ellipse 300 200 50 40 --name middle
      edit "make it brighter by 20 %" --mask left
      edit "grayscale" --mask middle
      mask none
      edit "sepia"
      plan
      """)
    #expect(code == .done)
    let plan = printed.data.split(separator: "\n").map(String.init).drop { !$0.hasPrefix("plan:") }
    #expect(plan.first == "plan: 2 calls, free")
    #expect(
      plan.contains("call 1: e1 + e2, merged, from @; outside its masks every pixel is kept"))
    #expect(plan.contains("  e2 \"grayscale\" · mask middle · joins: their masks share no pixel"))
    #expect(plan.contains("call 2: e3, alone, from call 1; any pixel may change"))
    #expect(
      plan.contains(
        "  a call of its own: beside e1, one has a mask and the other has none, so the joined call could"
          + " lock nothing"))
    #expect(plan.contains("on gpt-image-2-2026-04-21, medium, 1024x640:"))
  }

  @Test func runUndoFreshAndSaveGiveTheRoundsOfTheLog() async throws {
    let code = await script(
      """
      new $photo job
      mask rect 20 20 60 40 --name left
      edit "invert"
      run
      undo
      run
      undo
      run --fresh
      save $out/result.png
      """)
    #expect(code == .done)
    printed.clear()
    #expect(await script("log") == .done)
    #expect(
      printed.data == """
          0   source   coffee.png 600x400
          1   edited   e1 "invert" · warn (the mask's edge shows), locked
          2   edited   e1 "invert" · warn (the mask's edge shows), locked, from the stored result of round 1
        @ 3   edited   e1 "invert" · warn (the mask's edge shows), locked

        """)
    #expect(try folder.contents()["result.png"]?.starts(with: [0x89, 0x50, 0x4E, 0x47]) == true)
  }

  @Test func freshRunSaysThatNothingInItIsRandom() async {
    _ = await script("new $photo job\nedit \"sepia\"\nrun\nundo")
    printed.clear()
    #expect(await script("run --fresh") == .done)
    #expect(
      printed.notes.hasPrefix("nothing in e1 is random: asking again gives the same pixels\n"))
  }

  @Test func showSaysWhatAnUnmaskedRoundDoesNotPromise() async {
    _ = await script("new $photo job\nedit \"sepia\"\nrun")
    printed.clear()
    _ = await script("show")
    #expect(
      printed.data.contains(
        "outside  nothing is locked: an instruction without a mask may change every pixel\n"))
  }

  @Test func firstErrorStopsTheScriptWithItsLine() async {
    let code = await script("new $photo job\ngo 7\ntag never")
    #expect(code == .usage)
    #expect(printed.notes == "error: test:2: No round 7; there is 0\n")
    printed.clear()
    _ = await script("status --json")
    #expect(!printed.data.contains("never"))
  }

  @Test func nothingIsDoneBeforeTheWholeScriptParses() async throws {
    let code = await script("new $photo job\nfrobnicate")
    #expect(code == .usage)
    #expect(try folder.contents().isEmpty)
  }

  @Test func refusedInstructionStopsTheRunBeforeAnythingIsDone() async {
    _ = await script("new $photo job\nedit \"make the sky dramatic\"")
    printed.clear()
    #expect(await script("run") == .refused)
    #expect(
      printed.notes == """
        error: test:1: e1: local does not understand "dramatic"
        hint: it understands remove, fill, gradient, blur, pixelate, sharpen, brighter, darker, contrast, \
        saturated, warmer, cooler, hue, recolour, grayscale, sepia, invert, background; help local shows how

        """)
    printed.clear()
    _ = await script("queue")
    #expect(printed.data == "1   e1   \"make the sky dramatic\" · whole picture\n")
  }

  @Test(arguments: ["status", "log", "queue", "plan", "mask list", "get", "cost", "op log", "show"])
  func everyReadingVerbGivesOneJSONValue(_ verb: String) async throws {
    _ = await script("new $photo job\nmask all --name whole\nedit \"sepia\"")
    printed.clear()
    #expect(await script("\(verb) --json") == .done)
    let value = try JSONSerialization.jsonObject(with: Data(printed.data.utf8))
    #expect(value is [String: Any])
    #expect(printed.data.filter { $0 == "\n" }.count == 1)
  }

  @Test func problemsAreJSONTooWhenJSONIsAskedFor() async throws {
    _ = await script("new $photo job")
    printed.clear()
    #expect(await script("go 9 --json") == .usage)
    let value = try JSONSerialization.jsonObject(with: Data(printed.data.utf8)) as? [String: Any]
    let error = try #require(value?["error"] as? [String: Any])
    #expect(error["code"] as? String == "unknownRound")
    #expect(error["exit"] as? Int == 2)
    #expect(error["place"] as? String == "test:1")
  }

  @Test func promptQueuesRemarksAndCarriesOutCommands() async {
    _ = await script("new $photo job")
    printed.clear()
    #expect(await shell.carryOutPromptLine("brighten the cup a little"))
    #expect(await shell.carryOutPromptLine("plna"))
    #expect(await shell.carryOutPromptLine("open the window a little"))
    #expect(await !shell.carryOutPromptLine("EXIT"))
    #expect(printed.data == "e1 queued, no mask: whole picture, free; queue rm e1\n")
    #expect(
      printed.notes == """
        run will refuse e1: needs a mask, it would apply to the whole picture; make one, such as mask rect X Y WIDTH HEIGHT, and queue it again
        error: "plna" is no command
        hint: did you mean plan; edit "plna" queues it
        error: open: "window" does not fit here
        hint: open DIR; edit "open the window a little" queues it

        """)
  }

  @Test func scriptThatReadsItselfIsRefused() async throws {
    let path = folder.path("loop.pent")
    try Data("read \(path)\n".utf8).write(to: URL(filePath: path))
    #expect(await script("read \(path)") == .usage)
    #expect(printed.notes.contains("a script that does not read itself"))
  }
}
