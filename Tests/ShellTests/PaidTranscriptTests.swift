import EditModel
import Engine
import Foundation
import Shell
import TestSupport
import Testing

/// What the command front says about paid services as long as nothing is sent.
@Suite struct PaidTranscriptTests {
  private let folder: TemporaryFolder
  private let printed = Printed()

  init() throws {
    folder = try TemporaryFolder()
  }

  private func script(_ text: String, _ environment: [String: String] = [:]) async throws -> ExitCode {
    let shell = Shell(
      configuration: try .system(access: try ProviderAccess(environment: { environment[$0] })),
      console: printed.console(), folder: folder.path,
      variables: ["photo": Fixtures.path("photos/coffee.png")])
    let code = await shell.carryOutScript(text, name: "test")
    await shell.finish()
    return code
  }

  private static let gateway = [
    "OPENAI_API_KEY": "sk-canary", "OPENAI_BASE_URL": "https://gateway.example/v1",
  ]

  @Test func useSaysWhichVariableIsMissing() async throws {
    #expect(try await script("new $photo job\nuse openai") == .done)
    #expect(printed.notes == "OPENAI_API_KEY is not set, so run will refuse\n")
    #expect(printed.data.contains("provider openai"))
    printed.clear()
    #expect(try await script("edit \"warmer light\"\nstatus\nplan\nrun --max-cost 1") == .file)
    #expect(
      printed.data.contains("provider openai gpt-image-2-2026-04-21, medium, but OPENAI_API_KEY is not set\n")
    )
    #expect(printed.data.contains("  account  OPENAI_API_KEY is not set, so run will refuse\n"))
    #expect(
      printed.notes.hasSuffix(
        """
        error: test:4: openai cannot be used: OPENAI_API_KEY is not set
        hint: export OPENAI_API_KEY=…, or use local, which costs nothing

        """))
  }

  @Test func unusableAddressIsNamed() async throws {
    let environment = ["OPENAI_API_KEY": "sk-canary", "OPENAI_BASE_URL": "http://gateway.example/v1"]
    #expect(try await script("new $photo job\nuse openai\nproviders", environment) == .done)
    #expect(printed.notes == "OPENAI_BASE_URL is no usable address, so run will refuse\n")
    #expect(printed.data.contains("openai   OPENAI_BASE_URL is no usable address\n"))
  }

  @Test func keyInTheEnvironmentChangesNoProvider() async throws {
    #expect(try await script("new $photo job\nstatus\nget provider", Self.gateway) == .done)
    #expect(printed.data.contains("provider local\n"))
    #expect(printed.data.hasSuffix("provider local default who carries out instructions\n"))
    #expect(!(printed.data + printed.notes).contains("sk-canary"))
  }

  @Test func planOfAPaidProviderSaysWhatIsSentWhereAndForHowMuch() async throws {
    let code = try await script(
      """
      new $photo job
      use openai
      set quality low
      mask rect 20 20 60 40 --name left
      edit "make it brighter" --mask left
      mask none
      edit "warmer light" --n 2
      plan
      """, ["OPENAI_API_KEY": "sk-canary"])
    #expect(code == .done)
    let plan = printed.data.split(separator: "\n").map(String.init).drop { !$0.hasPrefix("plan:") }
    #expect(plan.first?.hasPrefix("plan: 2 calls to openai, $0.0") == true)
    let expected = [
      "  model    gpt-image-2-2026-04-21, low",
      "  sends the whole picture, 600x400 on a canvas of 1280x512",
      "  masks    only a hint to the model; what it changes outside is put back here, bit for bit",
      "  prices   prices.tsv lines 16, 17, 18, gpt-image-2-2026-04-21, seen 2026-11-20",
      "  e2 \"warmer light\" · whole picture, 2 variants",
    ]
    for line in expected { #expect(plan.contains(line), "\(line)") }
    // The service's own address is no news.
    #expect(!plan.contains { $0.hasPrefix("  account") })
    #expect(
      plan.contains {
        $0.hasPrefix("call 1: e1, alone, from @; outside its masks every pixel is kept; about $0.0")
      })
    #expect(plan.contains { $0.hasPrefix("  naive   2 calls, $0.0") })
    #expect(plan.contains { $0.hasPrefix("  calls   2 paid") })
    #expect(!plan.contains { $0.contains("elsewhere") })
  }

  @Test func planNamesAnotherAddressAndThatNoPriceIsKnownThere() async throws {
    let code = try await script(
      "new $photo job\nuse openai\nedit \"warmer light\"\nplan\nrun", Self.gateway)
    #expect(code == .overBudget)
    #expect(printed.data.contains("e1 queued, no mask: whole picture, unpriced; queue rm e1\n"))
    #expect(printed.data.contains("plan: 1 call to openai, unpriced\n"))
    #expect(printed.data.contains("  account  https://gateway.example/v1\n"))
    #expect(
      printed.data.contains(
        "  prices   none known: run needs --max-cost, and each call holds an equal share of it\n"))
    #expect(
      printed.notes.hasSuffix(
        """
        error: test:5: run would cost an amount that nobody knows, and nothing was allowed
        hint: --max-cost USD allows it, and holds an equal share of it for each call

        """))
  }

  @Test(arguments: [
    ("set quality hd", "quality of gpt-image-2-2026-04-21: \"hd\" is not low, medium or high"),
    (
      "set model gpt-image-1",
      "model \"gpt-image-1\" is not called any more: its last day is 2026-10-23"
    ),
    ("recover a3 --billed", "a3 is no attempt whose outcome is open"),
    ("edit \"like this\" --ref cup", "No reference picture \"cup\""),
    ("pick 0", "pick: \"0\" is not one of several variants of a call"),
    ("probe", "probe of \"local\" is not built; there is openai or azure"),
  ])
  func refusalIsOneClearLine(_ line: String, _ sentence: String) async throws {
    #expect(try await script("new $photo job\n\(line)") != .done)
    #expect(printed.notes.split(separator: "\n").first.map(String.init) == "error: test:2: " + sentence)
  }

  @Test func qualitiesAreThoseOfTheModelInUse() async throws {
    #expect(try await script("new $photo job\nset model gpt-image-2.6-flare\nset quality xhigh") == .done)
    printed.clear()
    #expect(try await script("set model gpt-image-2\nplan") == .done)
  }

  @Test func settingsStandInColumnsWhateverTheirLength() async throws {
    let long = String(repeating: "the same light ", count: 10)
    _ = try await script("new $photo job\nset model gpt-image-2.5-sunburst\nset keep \"\(long)\"")
    printed.clear()
    #expect(try await script("get") == .done)
    let lines = printed.data.split(separator: "\n").map(String.init)
    #expect(lines.count == Setting.all.count)
    let columns = zip(lines, Setting.all).map { line, setting in line.count - setting.summary.count }
    #expect(Set(columns).count == 1, "\(columns)")
    #expect(lines.contains { $0.hasPrefix("model      gpt-image-2.5-sunburst-2026-09-08 ") })
    #expect(lines.contains { $0.contains("… session a standing text") })
  }

  @Test func referencesAndVariantsAreShownWithTheInstruction() async throws {
    _ = try await script("new $photo job\nref add $photo --name cup")
    printed.clear()
    #expect(try await script("edit \"like the cup\" --ref cup --n 3\nqueue") == .done)
    #expect(
      printed.data == """
        e1 queued, no mask: whole picture, with cup, 3 variants, free; queue rm e1
        1   e1   "like the cup" · whole picture, with cup, 3 variants

        """)
  }

  @Test func referenceIsNamedOnce() async throws {
    _ = try await script("new $photo job\nref add $photo --name cup")
    printed.clear()
    #expect(try await script("edit \"like the cup\" --ref cup --ref cup") == .usage)
    #expect(printed.notes == "error: test:1: --ref: \"cup\" is not another reference than those before it\n")
  }

  @Test func nothingIsOpenAndNothingWasRefusedInANewSession() async throws {
    #expect(try await script("new $photo job\nrecover\naudit --refusals\nref") == .done)
    #expect(
      printed.data.hasSuffix(
        "nothing is open\nnothing was refused for its content\nno reference pictures\n"))
  }

  @Test func everyProviderIsListedWithWhatItLacks() async throws {
    #expect(try await script("new $photo job\nproviders", Self.gateway) == .done)
    #expect(printed.data.contains("local    ready\n         retouch-1 · masks kept exactly"))
    #expect(printed.data.contains("openai   ready · https://gateway.example/v1\n"))
    #expect(printed.data.contains(" · masks are a hint · unpriced\n"))
    #expect(printed.data.contains("azure    AZURE_OPENAI_API_KEY is not set\n"))
  }
}
