import Billing
import EditModel
import Engine
import Raster
import Shell
import Testing

/// Lines about paid services: what they become, and how they are refused.
struct GrammarPaidTests {
  private static func cents(_ count: Int64) -> Money { Money(nanodollars: count * 10_000_000) }

  static let requests: [(String, Request)] = [
    (
      "new boat --words \"a red boat\" --provider openai --max-cost 0.25",
      .generate(
        GenerateRequest(
          name: "boat", words: "a red boat", provider: "openai", model: nil, size: nil, quality: nil,
          variants: 1,
          spending: Spending(maximum: cents(25))))
    ),
    (
      "new out/boat --words boat --provider openai:gpt-image-2 --size 1536x1024 --quality low --n 3 --yes",
      .generate(
        GenerateRequest(
          name: "out/boat", words: "boat", provider: "openai", model: "gpt-image-2",
          size: PixelSize(width: 1536, height: 1024), quality: "low", variants: 3,
          spending: Spending(asksNothing: true)))
    ),
    (
      "edit --ref cup \"like the cup\" --n 3 --ref=saucer",
      .edit(EditRequest("like the cup", references: ["cup", "saucer"], variants: 3))
    ),
    ("ref", .reference(.list)),
    ("ref list", .reference(.list)),
    ("ref add cup.jpg", .reference(.add(file: "cup.jpg", name: nil))),
    ("ref add \"my cup.jpg\" --name cup", .reference(.add(file: "my cup.jpg", name: "cup"))),
    ("ref rm cup", .reference(.remove("cup"))),
    ("run --max-cost 0.50", .run(RunRequest(spending: Spending(maximum: cents(50))))),
    ("run --max-cost $2 --yes", .run(RunRequest(spending: Spending(maximum: cents(200), asksNothing: true)))),
    ("recover", .unresolved),
    ("recover a3 --billed", .resolve([AttemptID(3)], .billed)),
    ("recover A3 a12 --not-billed", .resolve([AttemptID(3), AttemptID(12)], .notBilled)),
    ("recover --again a1", .resolve([AttemptID(1)], .again)),
    ("pick 7b", .pick(.round(RoundID(7, variant: "b")))),
    ("audit", .audit(AuditRequest())),
    ("audit --refusals", .audit(AuditRequest(onlyRefusals: true))),
    (
      "audit a.session work --by label --since 2026-11-01 --until 2026-11-30",
      .audit(
        AuditRequest(
          paths: ["a.session", "work"], since: Timestamp("2026-11-01T00:00:00.000Z"),
          until: Timestamp("2026-12-01T00:00:00.000Z"), grouping: .label))
    ),
    ("audit --csv", .audit(AuditRequest(format: .commaSeparated))),
    ("audit --what-if batch", .audit(AuditRequest(whatIf: .batch))),
    ("audit verify", .audit(AuditRequest(verifies: true))),
    ("audit verify work", .audit(AuditRequest(paths: ["work"], verifies: true))),
    ("budget", .budget(.show)),
    ("budget show", .budget(.show)),
    ("budget set 5.00", .budget(.set(Money(nanodollars: 5_000_000_000), .session))),
    ("budget set 0.50 --per round", .budget(.set(Money(nanodollars: 500_000_000), .round))),
    ("budget remove --per month", .budget(.remove(.month))),
    ("prices", .prices(.list)),
    ("prices check", .prices(.check)),
    ("prices claims", .prices(.claims)),
    ("cache stats", .cache(.statistics)),
    ("cache why", .cache(.why)),
    ("cache verify", .cache(.verify)),
    ("cache clear", .cache(.clear)),
    ("plan --why", .plan(PlanRequest(showsReasons: true))),
    ("plan --what-if quality", .plan(PlanRequest(whatIf: .qualities(nil)))),
    ("plan --what-if low", .plan(PlanRequest(whatIf: .qualities("low")))),
    ("plan --what-if gpt-image-2.5-flare", .plan(PlanRequest(whatIf: .model("gpt-image-2.5-flare")))),
    ("plan --what-if rule", .plan(PlanRequest(whatIf: .rules(nil)))),
    ("plan --what-if base64", .plan(PlanRequest(whatIf: .rules(.base64)))),
    ("plan --rule flat:0.04", .plan(PlanRequest(rule: .flat(Money(nanodollars: 40_000_000))))),
    ("plan --final", .plan(PlanRequest(final: FinalRequest()))),
    (
      "run --final --size 2048 --quality high --max-cost 1",
      .run(
        RunRequest(
          final: FinalRequest(size: 2_048, quality: "high"),
          spending: Spending(maximum: Money(nanodollars: 1_000_000_000))))
    ),
    ("retry", .retry(RetryRequest(.current(back: 0)))),
    ("retry 3 --split", .retry(RetryRequest(.round(RoundID(3)), splits: true))),
    ("providers", .providers),
    ("probe", .probe),
    ("simulate", .simulate(SimulateRequest())),
    (
      "simulate --port 8484 --tier 2 --faults busy.faults --latency table --speed 50 --seed 7",
      .simulate(
        SimulateRequest(port: 8484, tier: 2, faults: "busy.faults", hasLatency: true, speed: 50, seed: 7))
    ),
    ("use openai", .use(provider: "openai", model: nil)),
    ("use openai:gpt-image-2.6-flare", .use(provider: "openai", model: "gpt-image-2.6-flare")),
    // What the model takes is known to the engine alone.
    ("set quality hd", .set(key: "quality", value: "hd")),
    ("set keep \"the same light\"", .set(key: "keep", value: "the same light")),
  ]

  @Test(arguments: requests)
  func lineBecomesRequest(_ line: String, _ request: Request) throws {
    #expect(try parsed(line).request == request)
  }

  private static let dollars = ["US dollars above 0, as 0.50"]

  private static func resolutions(_ id: String) -> [String] {
    ["recover \(id) --billed", "recover \(id) --not-billed", "recover \(id) --again"]
  }

  static let problems: [(String, Problem)] = [
    ("edit a --n 0", Problem(.badValue, "--n", found: "0", allowed: ["1 to 10"])),
    ("edit a --ref Cup", Problem(.badName, "--ref", found: "Cup", allowed: [Name.rule])),
    ("edit a --n 2 --n 3", Problem(.usage, "edit", found: "--n", allowed: ["--n once"])),
    ("ref cup.png", Problem(.usage, "ref", found: "cup.png", allowed: ["help ref"])),
    ("run --max-cost 0", Problem(.badValue, "--max-cost", found: "0", allowed: dollars)),
    ("run --max-cost -1", Problem(.badValue, "--max-cost", found: "-1", allowed: dollars)),
    ("run --max-cost 1,50", Problem(.badValue, "--max-cost", found: "1,50", allowed: dollars)),
    ("run --max-cost 1e3", Problem(.badValue, "--max-cost", found: "1e3", allowed: dollars)),
    ("run --max-cost --yes", Problem(.badValue, "--max-cost", found: "--yes", allowed: dollars)),
    ("run --yes=no", Problem(.usage, "--yes", found: "--yes=no", allowed: ["--yes"])),
    ("recover a3", Problem(.usage, "recover", found: "", allowed: resolutions("a3"))),
    ("recover --billed", Problem(.usage, "recover", found: "--billed", allowed: resolutions("aN"))),
    (
      "recover a3 --billed --again",
      Problem(.usage, "recover", found: "--billed --again", allowed: resolutions("a3"))
    ),
    ("recover 3 --billed", Problem(.badValue, "ID", found: "3", allowed: ["aN"])),
    ("pick", Problem(.usage, "pick", allowed: ["pick SEL"])),
    (
      "new x --words \"a boat\"",
      Problem(.usage, "new", allowed: ["new NAME --words \"…\" --provider openai --max-cost USD"])
    ),
    (
      "new x.png --max-cost 1",
      Problem(.usage, "new", found: "--max-cost", allowed: ["new NAME --words \"…\" --max-cost"])
    ),
    (
      "new My.Boat --words boat --provider openai",
      Problem(.badName, "NAME", found: "My.Boat", allowed: [Name.rule + ", after a folder or not"])
    ),
    (
      "new x --words boat --provider openai --quality hd",
      Problem(.badValue, "--quality", found: "hd", allowed: ["low", "medium", "high", "xhigh", "max"])
    ),
    ("simulate --tier 9", Problem(.badValue, "--tier", found: "9", allowed: ["1 to 5"])),
    ("simulate --speed 0", Problem(.badValue, "--speed", found: "0", allowed: ["1 to 1000"])),
    ("probe openai", Problem(.usage, "probe", found: "openai", allowed: ["probe"])),
    ("set partials 4", Problem(.badValue, "partials", found: "4", allowed: ["0 to 3"])),
  ]

  @Test(arguments: problems)
  func lineIsRefusedWithFacts(_ line: String, _ problem: Problem) {
    #expect(throws: problem) { try parsed(line) }
  }

  /// `run` needs an amount or an answer; nothing else that is typed may spend.
  @Test func amountsStandInDollarsWithOrWithoutTheSign() throws {
    for text in ["2", "2.00", "$2", "2.000000000"] {
      #expect(
        try parsed("run --max-cost \(text)").request
          == .run(RunRequest(spending: Spending(maximum: Self.cents(200)))))
    }
  }
}
