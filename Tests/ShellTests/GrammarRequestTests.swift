import EditModel
import Shell
import Testing

struct GrammarRequestTests {
  private static let at = Selector.current(back: 0)

  static let requests: [(String, Request)] = [
    ("new photo.png", .new(picture: "photo.png", name: nil)),
    ("NEW \"my photo.png\" hero-2", .new(picture: "my photo.png", name: "hero-2")),
    ("open hero.session", .open(folder: "hero.session")),
    ("save out.PNG", .save(Destination(path: "out.PNG"), at)),
    (
      "save a/b.png 7a --force",
      .save(Destination(path: "a/b.png", replaces: true), .round(RoundID(7, variant: "a")))
    ),
    ("save --force a.png source", .save(Destination(path: "a.png", replaces: true), .source)),
    ("save -- --odd.png", .save(Destination(path: "--odd.png"), at)),
    ("save \"--odd.png\"", .save(Destination(path: "--odd.png"), at)),
    ("checkout @-3", .go(.current(back: 3))),
    ("go tag:best", .go(.tag("best"))),
    ("show", .show(ShowRequest(at))),
    ("show 3 --mask", .show(ShowRequest(.round(RoundID(3)), layer: .mask))),
    (
      "show --raw --save=raw.png --force",
      .show(ShowRequest(at, layer: .raw, destination: Destination(path: "raw.png", replaces: true)))
    ),
    ("show --save=\"raw 2.png\"", .show(ShowRequest(at, destination: Destination(path: "raw 2.png")))),
    ("edit \"make it red\"", .edit(EditRequest("make it red"))),
    ("edit sharpen --alone --mask hat", .edit(EditRequest("sharpen", mask: "hat", alone: true))),
    (
      "edit --mask=hat \"don't; #d9d9d9 costs $20\"",
      .edit(EditRequest("don't; #d9d9d9 costs $20", mask: "hat"))
    ),
    ("queue", .queue(.list)),
    (
      "queue rm e7 f2 E9",
      .queue(.remove([QueueID(.instruction, 7), QueueID(.fence, 2), QueueID(.instruction, 9)]))
    ),
    ("queue mv e5 3", .queue(.move(QueueID(.instruction, 5), position: 3))),
    ("queue hold e1", .queue(.hold([QueueID(.instruction, 1)]))),
    ("queue RELEASE e1 e2", .queue(.release([QueueID(.instruction, 1), QueueID(.instruction, 2)]))),
    ("queue clear", .queue(.clear)),
    ("plan --no-merge", .plan(PlanRequest(merges: false))),
    ("plan --prompts", .plan(PlanRequest(showsPrompts: true))),
    ("run", .run(RunRequest())),
    (
      "run --calls 2 --no-merge --fresh --dry-run",
      .run(RunRequest(calls: 2, merges: false, fresh: true, dryRun: true))
    ),
    ("accept", .accept(at)),
    ("reject", .reject(at, reason: nil)),
    ("reject 7", .reject(.round(RoundID(7)), reason: nil)),
    ("reject \"7\"", .reject(at, reason: "7")),
    ("reject \"the hat\"", .reject(at, reason: "the hat")),
    ("reject @- \"too large\"", .reject(.current(back: 1), reason: "too large")),
    ("tag best", .tag(.add("best", at))),
    ("tag best 7a", .tag(.add("best", .round(RoundID(7, variant: "a"))))),
    ("tag best --remove", .tag(.remove("best"))),
    ("ls", .log(tree: false)),
    ("log --tree", .log(tree: true)),
    ("undo", .undo(1)),
    ("redo 3", .redo(3)),
    ("op log", .operation(.log)),
    ("op show 4", .operation(.show(4))),
    ("op restore 12", .operation(.restore(12))),
    ("use local", .use(provider: "local", model: nil)),
    ("use local:any", .use(provider: "local", model: "any")),
    ("set merge loose", .set(key: "merge", value: "loose")),
    ("get", .get(key: nil)),
    ("get merge", .get(key: "merge")),
    ("read nightly.txt", .read(script: "nightly.txt")),
    ("?", .help(nil)),
    ("help Mask", .help(.verb(.mask))),
    ("help exit", .help(.verb(.quit))),
    ("help local", .help(.local)),
    ("EXIT", .quit),
  ]

  static let masks: [(String, MaskRequest)] = [
    (
      "rect 58 91 140 160",
      .make(.rect(x: .pixels(58), y: .pixels(91), width: .pixels(140), height: .pixels(160)), name: "mask")
    ),
    (
      "rect -5.5 25% 50% 12.25 --name hat",
      .make(
        .rect(x: .pixels(-5.5), y: .percent(25), width: .percent(50), height: .pixels(12.25)), name: "hat")
    ),
    (
      "ellipse 50% 50% 120 80",
      .make(
        .ellipse(
          centre: Location(x: .percent(50), y: .percent(50)), radiusX: .pixels(120), radiusY: .pixels(80)),
        name: "mask")
    ),
    (
      "polygon 1,2 3,4 5%,-6%",
      .make(
        .polygon([
          Location(x: .pixels(1), y: .pixels(2)), Location(x: .pixels(3), y: .pixels(4)),
          Location(x: .percent(5), y: .percent(-6)),
        ]), name: "mask")
    ),
    ("load m.png", .make(.load(path: "m.png", .auto), name: "mask")),
    ("load m.png --polarity black --name sky", .make(.load(path: "m.png", .black), name: "sky")),
    ("all --name everything", .make(.all, name: "everything")),
    ("union hat", .combine(.union, with: "hat", target: nil)),
    ("subtract hat --name person", .combine(.subtract, with: "hat", target: "person")),
    ("intersect hat", .combine(.intersect, with: "hat", target: nil)),
    ("invert", .change(.invert, target: nil)),
    ("expand 8", .change(.grow(.pixels(8)), target: nil)),
    ("contract 1%", .change(.shrink(.percent(1)), target: nil)),
    ("feather 0.5 --name hat", .change(.feather(.pixels(0.5)), target: "hat")),
    ("use hat", .use("hat")),
    ("none", .useNone),
    ("list", .list),
    ("remove hat", .remove("hat")),
    ("show hat", .show("hat", nil)),
    ("show hat p.png --force", .show("hat", Destination(path: "p.png", replaces: true))),
    ("save hat p.png", .save("hat", Destination(path: "p.png"))),
  ]

  @Test(arguments: requests)
  func lineBecomesRequest(_ line: String, _ request: Request) throws {
    #expect(try parsed(line).request == request)
  }

  @Test(arguments: masks)
  func maskLineBecomesRequest(_ line: String, _ request: MaskRequest) throws {
    #expect(try parsed("mask " + line).request == .mask(request))
  }

  static let problems: [(String, Problem)] = [
    ("frobnicate", Problem(.unknownVerb, "frobnicate")),
    ("shwo", Problem(.unknownVerb, "shwo", allowed: ["show"])),
    ("stat", Problem(.unknownVerb, "stat", allowed: ["status"])),
    ("save out.jpg", Problem(.badValue, "FILE", found: "out.jpg", allowed: ["a file name ending in .png"])),
    ("save .png", Problem(.badValue, "FILE", found: ".png", allowed: ["a file name ending in .png"])),
    ("save", Problem(.usage, "save", allowed: ["save FILE [SEL] [--force]"])),
    (
      "new a.png Hero",
      Problem(
        .badName, "NAME", found: "Hero", allowed: [Name.rule + ", after a folder or not"])
    ),
    ("mask", Problem(.usage, "mask", allowed: ["help mask"])),
    ("mask the background", Problem(.usage, "mask", found: "the", allowed: ["help mask"])),
    (
      "mask rectt 1 2 3 4",
      Problem(.usage, "mask", found: "rectt", allowed: ["mask rect X Y W H [--name NAME]"])
    ),
    ("mask polygon 1,2 3,4", Problem(.usage, "mask", allowed: ["mask polygon X,Y X,Y X,Y… [--name NAME]"])),
    (
      "mask load a.png --polarity grey",
      Problem(.badValue, "--polarity", found: "grey", allowed: ["white", "black", "alpha", "auto"])
    ),
    (
      "mask load a.png --polarity",
      Problem(.badValue, "--polarity", allowed: ["white", "black", "alpha", "auto"])
    ),
    ("mask use Hat", Problem(.badName, "NAME", found: "Hat", allowed: [Name.rule])),
    ("edit \"  \"", Problem(.badValue, "TEXT", found: "  ", allowed: ["text"])),
    ("edit a b", Problem(.usage, "edit", found: "b", allowed: ["edit \"TEXT\" [--mask NAME] [--alone]"])),
    ("edit a --alnoe", Problem(.usage, "edit", found: "--alnoe", allowed: ["--alone"])),
    ("edit a --alone --alone", Problem(.usage, "edit", found: "--alone", allowed: ["--alone once"])),
    ("edit a --alone=yes", Problem(.usage, "--alone", found: "--alone=yes", allowed: ["--alone"])),
    ("queue rm 7", Problem(.badValue, "ID", found: "7", allowed: ["eN", "fN"])),
    ("queue rm", Problem(.usage, "queue", allowed: ["queue rm ID…"])),
    ("queue mv e5 0", Problem(.badValue, "POSITION", found: "0", allowed: ["1 to 100000"])),
    ("run --calls 0", Problem(.badValue, "--calls", found: "0", allowed: ["1 to 1000"])),
    ("run --calls +1", Problem(.badValue, "--calls", found: "+1", allowed: ["1 to 1000"])),
    ("run --calls", Problem(.badValue, "--calls", allowed: ["1 to 1000"])),
    (
      "undo 99999999999999999999",
      Problem(.badValue, "N", found: "99999999999999999999", allowed: ["1 to 10000"])
    ),
    ("op show 0", Problem(.badValue, "N", found: "0", allowed: ["1 or more"])),
    (
      "go back",
      Problem(
        .badValue, "SEL", found: "back", allowed: ["@", "@-", "@-N", "source", "N", "tag:NAME", "sha:HEX"])
    ),
    ("reject that", Problem(.badValue, "WHY", found: "that", allowed: ["text in quotes"])),
    ("tag best 7 --remove", Problem(.usage, "tag", found: "7", allowed: ["tag NAME --remove"])),
    ("show --mask --raw", Problem(.usage, "show", found: "--mask --raw", allowed: ["--mask", "--raw"])),
    ("show --force", Problem(.usage, "--force", allowed: ["--save"])),
    ("mask show hat --force", Problem(.usage, "--force", allowed: ["FILE"])),
    ("use red", Problem(.unsupported, "provider", found: "red", allowed: ["local"])),
    (
      "use local:",
      Problem(.badValue, "PROVIDER[:MODEL]", found: "local:", allowed: ["PROVIDER", "PROVIDER:MODEL"])
    ),
    ("set merge tight", Problem(.badValue, "merge", found: "tight", allowed: ["strict", "loose"])),
    ("set merg loose", Problem(.unknownSetting, "merg", allowed: ["merge"])),
    ("help me", Problem(.unknownVerb, "me")),
  ]

  @Test(arguments: problems)
  func lineIsRefusedWithFacts(_ line: String, _ problem: Problem) {
    #expect(throws: problem) { try parsed(line) }
  }

  @Test(arguments: [
    "nan", "inf", "0x10", "1e3", "1.", ".5", "--5", "+5", "1,5", "", "%", "5%%", "100001", "-100001",
    "1000.5%", "१२",
  ])
  func coordinateRefusesWhatIsNoPlainNumberInBounds(_ text: String) {
    #expect(throws: Problem.self) { try parsed("mask rect \"\(text)\" 0 10 10") }
  }

  @Test(arguments: ["0", "-1", "0.4", "0%"])
  func sidesOfShapesArePositive(_ text: String) {
    #expect(throws: Problem.self) { try parsed("mask rect 0 0 \(text) 10") }
  }

  @Test func radiusStopsWhereTheMaskCraftStops() throws {
    #expect(try parsed("mask grow 512").request == .mask(.change(.grow(.pixels(512)), target: nil)))
    #expect(throws: Problem.self) { try parsed("mask grow 512.5") }
    #expect(throws: Problem.self) { try parsed("mask grow -1") }
  }

  @Test func percentagesAreOfTheSide() {
    #expect(Length.percent(25).pixels(ofSide: 600) == 150)
    #expect(Length.pixels(25).pixels(ofSide: 600) == 25)
  }

  @Test func pathsHoldNoZeroByte() {
    #expect(throws: Problem.self) { try parsed("open \"a\u{0}b\"") }
  }
}
