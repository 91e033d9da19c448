import EditModel
import Raster
import Shell
import Testing

struct GrammarRequestTests {
  private static let at = Selector.current(back: 0)

  static let requests: [(String, Request)] = [
    ("new photo.png", .new(picture: "photo.png", name: nil)),
    ("NEW \"my photo.png\" hero-2", .new(picture: "my photo.png", name: "hero-2")),
    ("open hero.session", .open(folder: "hero.session")),
    ("save out.PNG", .save(SaveRequest(Destination(path: "out.PNG")))),
    (
      "save a/b.png 7a --force",
      .save(
        SaveRequest(Destination(path: "a/b.png", replaces: true), .round(RoundID(7, variant: "a"))))
    ),
    (
      "save --force a.png source",
      .save(SaveRequest(Destination(path: "a.png", replaces: true), .source))
    ),
    ("save -- --odd.png", .save(SaveRequest(Destination(path: "--odd.png")))),
    ("save \"--odd.png\"", .save(SaveRequest(Destination(path: "--odd.png")))),
    ("view", .view(at)),
    ("view @-", .view(.current(back: 1))),
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
          [
            Location(x: .pixels(1), y: .pixels(2)), Location(x: .pixels(3), y: .pixels(4)),
            Location(x: .percent(5), y: .percent(-6)),
          ]
        ]), name: "mask")
    ),
    (
      "polygon 0,0 9,0 0,9 / 1,1 4,1 1,4 --rule non-zero",
      .make(
        .polygon(
          [[corner(0, 0), corner(9, 0), corner(0, 9)], [corner(1, 1), corner(4, 1), corner(1, 4)]],
          .nonZero), name: "mask")
    ),
    (
      "rect 1 2 30 40 --radius 10%",
      .make(
        .rect(
          x: .pixels(1), y: .pixels(2), width: .pixels(30), height: .pixels(40), cornerRadius: .percent(10)),
        name: "mask")
    ),
    (
      "brush 4.5 1,2 --hardness 0",
      .make(.brush(radius: .pixels(4.5), path: [corner(1, 2)], hardness: 0), name: "mask")
    ),
    (
      "brush 4 1,2 3,4",
      .make(.brush(radius: .pixels(4), path: [corner(1, 2), corner(3, 4)], hardness: 100), name: "mask")
    ),
    ("wand 3 4", .make(.wand(corner(3, 4), tolerance: 32, everywhere: false), name: "mask")),
    (
      "wand 3 4 --tolerance 0 --everywhere --name sky",
      .make(.wand(corner(3, 4), tolerance: 0, everywhere: true), name: "sky")
    ),
    (
      "key #0f8", .make(.key(Colour(red: 0, green: 255, blue: 136), tolerance: 32, softness: 0), name: "mask")
    ),
    (
      "key #00B140 --tolerance 5 --softness 255",
      .make(.key(Colour(red: 0, green: 177, blue: 64), tolerance: 5, softness: 255), name: "mask")
    ),
    ("luma 0 255", .make(.luma(0...255, softness: 0), name: "mask")),
    ("luma 7 7 --softness 3", .make(.luma(7...7, softness: 3), name: "mask")),
    ("alpha", .make(.alpha, name: "mask")),
    ("between source @", .make(.between(.source, .current(back: 0), tolerance: 0), name: "mask")),
    ("border 5%", .make(.border(.percent(5)), name: "mask")),
    ("load m.png", .make(.load(path: "m.png", MaskFile()), name: "mask")),
    ("load m.png --polarity black --name sky", .make(.load(path: "m.png", MaskFile(.black)), name: "sky")),
    (
      "load coco.json --image a.jpg --label cat --instance 2",
      .make(
        .load(path: "coco.json", MaskFile(image: "a.jpg", label: "cat", instance: .number(2))), name: "mask")
    ),
    ("load m.jpg --fit", .make(.load(path: "m.jpg", MaskFile(fits: true)), name: "mask")),
    ("load x.txt --instance all", .make(.load(path: "x.txt", MaskFile(instance: .all)), name: "mask")),
    ("all --name everything", .make(.all, name: "everything")),
    ("union hat", .combine(.union, with: "hat", target: nil)),
    ("subtract hat --name person", .combine(.subtract, with: "hat", target: "person")),
    ("intersect hat", .combine(.intersect, with: "hat", target: nil)),
    ("invert", .change(.invert, target: nil)),
    ("expand 8", .change(.grow(.pixels(8)), target: nil)),
    ("contract 1%", .change(.shrink(.percent(1)), target: nil)),
    ("feather 0.5 --name hat", .change(.feather(.pixels(0.5)), target: "hat")),
    ("threshold 128", .change(.threshold(128), target: nil)),
    ("fill", .change(.fill(nil), target: nil)),
    ("fill 20 --name hat", .change(.fill(20), target: "hat")),
    ("clean 1", .change(.clean(1), target: nil)),
    ("fit", .change(.fit, target: nil)),
    ("use hat", .use("hat")),
    ("explain", .explain(nil)),
    ("explain hat", .explain("hat")),
    ("lint", .lint(MaskLintRequest(.mask(nil)))),
    ("lint hat --strict", .lint(MaskLintRequest(.mask("hat"), isStrict: true))),
    ("lint --file m.png", .lint(MaskLintRequest(.file("m.png", .auto)))),
    ("lint --file m.png --polarity alpha", .lint(MaskLintRequest(.file("m.png", .alpha)))),
    ("none", .useNone),
    ("list", .list),
    ("remove hat", .remove("hat")),
    ("show hat", .show("hat", nil)),
    ("show hat p.png --force", .show("hat", Destination(path: "p.png", replaces: true))),
    ("show", .show(nil, nil)),
    ("save hat p.png", .save("hat", Destination(path: "p.png"), .white)),
    ("save hat p.png --as alpha", .save("hat", Destination(path: "p.png"), .alpha)),
  ]

  private static func corner(_ x: Double, _ y: Double) -> Location {
    Location(x: .pixels(x), y: .pixels(y))
  }

  static let canvases: [(String, CanvasRequest)] = [
    (
      "extend --right 50%",
      CanvasRequest(.extend(left: nil, top: nil, right: .percent(50), bottom: nil))
    ),
    (
      "extend --all 10 --left 3 --fill edge --mask new",
      CanvasRequest(
        .extend(left: .pixels(3), top: .pixels(10), right: .pixels(10), bottom: .pixels(10)), fill: .edge,
        mask: "new")
    ),
    (
      "crop 0 10% 100% 80%",
      CanvasRequest(
        .crop(Location(x: .pixels(0), y: .percent(10)), width: .percent(100), height: .percent(80)))
    ),
    ("pad 64x32", CanvasRequest(.pad(PixelSize(width: 64, height: 32), .centre))),
    (
      "fit 1536x1024 --at top-left --fill #fff",
      CanvasRequest(.fit(PixelSize(width: 1536, height: 1024), .topLeft), fill: .colour(.white))
    ),
  ]

  @Test(arguments: canvases)
  func canvasLineBecomesRequest(_ line: String, _ request: CanvasRequest) throws {
    #expect(try parsed("canvas " + line).request == .canvas(request))
  }

  static let saves: [(String, SaveRequest)] = [
    ("a.png", SaveRequest(Destination(path: "a.png"))),
    ("a.webp @-", SaveRequest(Destination(path: "a.webp"), .current(back: 1))),
    (
      "{round}.JPG 3 --size 800 --quality 70 --max-bytes 400k --force",
      SaveRequest(
        Destination(path: "{round}.JPG", replaces: true), .round(RoundID(3)), size: .longerSide(800),
        quality: 70, maximumBytes: 400_000)
    ),
    (
      "out --format jpeg --size 300x200 --max-bytes 2M",
      SaveRequest(
        Destination(path: "out"), size: .exact(PixelSize(width: 300, height: 200)), format: "jpeg",
        maximumBytes: 2_000_000)
    ),
  ]

  @Test(arguments: saves)
  func saveLineBecomesRequest(_ line: String, _ request: SaveRequest) throws {
    #expect(try parsed("save " + line).request == .save(request))
  }

  @Test(arguments: requests)
  func lineBecomesRequest(_ line: String, _ request: Request) throws {
    #expect(try parsed(line).request == request)
  }

  @Test(arguments: masks)
  func maskLineBecomesRequest(_ line: String, _ request: MaskRequest) throws {
    #expect(try parsed("mask " + line).request == .mask(request))
  }

  private static let pictureNames = ["a file name ending in .png, .jpg, .jpeg or .webp"]

  static let problems: [(String, Problem)] = [
    ("frobnicate", Problem(.unknownVerb, "frobnicate")),
    ("shwo", Problem(.unknownVerb, "shwo", allowed: ["show"])),
    ("stat", Problem(.unknownVerb, "stat", allowed: ["status"])),
    ("save out.gif", Problem(.badValue, "FILE", found: "out.gif", allowed: pictureNames)),
    ("save .png", Problem(.badValue, "FILE", found: ".png", allowed: pictureNames)),
    (
      "save",
      Problem(
        .usage, "save",
        allowed: [
          "save FILE [SEL] [--size WxH|LONG] [--format WHICH] [--quality N] [--max-bytes BYTES] [--force]"
        ])
    ),
    (
      "save a.png --size 3x",
      Problem(.badValue, "--size", found: "3x", allowed: ["WxH", "the longer side, 1 to 65535"])
    ),
    (
      "save a.png --max-bytes 0",
      Problem(
        .badValue, "--max-bytes", found: "0", allowed: ["a number of bytes, as 400000, 400k or 2M"])
    ),
    (
      "canvas extend",
      Problem(.usage, "canvas", allowed: ["canvas extend --right N", "canvas extend --all N"])
    ),
    ("canvas pad 10", Problem(.badValue, "WxH", found: "10", allowed: ["WxH, each 1 to 65535"])),
    (
      "canvas pad 10x10 --fill red",
      Problem(.badValue, "--fill", found: "red", allowed: ["transparent", "edge", "#rrggbb"])
    ),
    ("mask key red", Problem(.badValue, "COLOUR", found: "red", allowed: ["#rgb", "#rrggbb"])),
    ("mask luma 200 100", Problem(.badValue, "HIGH", found: "100", allowed: ["200 to 255"])),
    (
      "mask polygon 1,2 3,4 5,6 / 1,1",
      Problem(.badValue, "X,Y", found: "a ring of 1", allowed: ["rings of 3 corners or more"])
    ),
    ("mask lint hat --polarity alpha", Problem(.usage, "--polarity", allowed: ["--file FILE"])),
    ("mask lint hat --file a.png", Problem(.usage, "mask", found: "hat", allowed: ["mask lint --file FILE"])),
    (
      "new a.png Hero",
      Problem(
        .badName, "NAME", found: "Hero", allowed: [Name.rule + ", after a folder or not"])
    ),
    ("mask", Problem(.usage, "mask", allowed: ["help mask"])),
    ("mask the background", Problem(.usage, "mask", found: "the", allowed: ["help mask"])),
    (
      "mask rectt 1 2 3 4",
      Problem(.usage, "mask", found: "rectt", allowed: ["mask rect X Y W H [--radius R] [--name NAME]"])
    ),
    (
      "mask polygon 1,2 3,4",
      Problem(.usage, "mask", allowed: ["mask polygon X,Y X,Y X,Y… [--rule WHICH] [--name NAME]"])
    ),
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
    (
      "edit a b",
      Problem(
        .usage, "edit", found: "b",
        allowed: ["edit \"TEXT\" [--mask NAME] [--ref NAME…] [--n COUNT] [--alone]"])
    ),
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
    ("use red", Problem(.unsupported, "provider", found: "red", allowed: ["local", "openai", "azure"])),
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
