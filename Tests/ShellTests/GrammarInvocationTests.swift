import EditModel
import Shell
import Testing

struct GrammarInvocationTests {
  @Test func noArgumentsMeanThePrompt() throws {
    let invocation = try Invocation(arguments: [])
    #expect(invocation.work == .interactive)
    #expect(invocation.session == nil && invocation.variables.isEmpty && !invocation.wantsJSON)
  }

  static let commands: [([String], Request)] = [
    (["status"], .status),
    (
      ["edit", "make it red; now \"bold\" $x #d9d9d9"],
      .edit(EditRequest("make it red; now \"bold\" $x #d9d9d9"))
    ),
    (["edit", "--alone is a word"], .edit(EditRequest("--alone is a word"))),
    (["edit", "sharpen", "--alone"], .edit(EditRequest("sharpen", alone: true))),
    (["reject", "too large"], .reject(.current(back: 0), reason: "too large")),
    (
      ["mask", "rect", "-5", "-5", "20", "20"],
      .mask(
        .make(.rect(x: .pixels(-5), y: .pixels(-5), width: .pixels(20), height: .pixels(20)), name: "mask"))
    ),
    (
      ["show", "--save=my picture.png"],
      .show(ShowRequest(.current(back: 0), destination: Destination(path: "my picture.png")))
    ),
    (["--help"], .help(nil)),
    (["-h"], .help(nil)),
    (["--help", "mask"], .help(.verb(.mask))),
    (["mask", "--help"], .help(.verb(.mask))),
    (["--version"], .version),
  ]

  @Test(arguments: commands)
  func wordsAreTakenAsTheCallingShellDividedThem(_ arguments: [String], _ request: Request) throws {
    guard case .command(let command) = try Invocation(arguments: arguments).work else {
      Issue.record("no command")
      return
    }
    #expect(command.request == request)
  }

  @Test func optionsBeforeTheVerbAreTheProgramsOwn() throws {
    let invocation = try Invocation(arguments: [
      "--session", "a b.session", "--json", "--set", "x=1=2", "--set=y=", "-c", "status; log", "-f", "s.txt",
      "-f", "-",
    ])
    #expect(invocation.session == "a b.session")
    #expect(invocation.wantsJSON)
    #expect(invocation.variables == ["x": "1=2", "y": ""])
    #expect(invocation.work == .scripts([.text("status; log"), .file("s.txt"), .standardInput]))
  }

  @Test(arguments: [
    ["status", "--session", "h.session"], ["status", "--session=h.session"],
    ["--session=h.session", "status"],
  ])
  func sessionMayFollowTheVerb(_ arguments: [String]) throws {
    let invocation = try Invocation(arguments: arguments)
    #expect(invocation.session == "h.session")
    guard case .command(let command) = invocation.work else { throw Problem(.bug, "work") }
    #expect(command.request == .status)
  }

  @Test func jsonAfterTheVerbIsTheCommandsOwn() throws {
    let invocation = try Invocation(arguments: ["log", "--json", "--tree"])
    guard case .command(let command) = invocation.work else { throw Problem(.bug, "work") }
    #expect(command.wantsJSON && command.request == .log(tree: true))
    #expect(!invocation.wantsJSON)
  }

  static let problems: [([String], Problem)] = [
    (["make the sky blue"], Problem(.unknownVerb, "make the sky blue")),
    (
      ["--sesion", "x"], Problem(.usage, "pentimento", found: "--sesion", allowed: ["--session DIR", "help"])
    ),
    (["-x"], Problem(.usage, "pentimento", found: "-x", allowed: ["-c \"LINES\"", "-f FILE", "help"])),
    (["--session"], Problem(.badValue, "--session", allowed: ["DIR"])),
    (["--session", ""], Problem(.badValue, "--session", found: "", allowed: ["a path"])),
    (["--set", "x"], Problem(.badValue, "--set", found: "x", allowed: ["NAME=VALUE"])),
    (["--set", "1x=secret"], Problem(.badValue, "--set", found: "1x", allowed: ["NAME=VALUE"])),
    (["-c"], Problem(.badValue, "-c", allowed: ["LINES"])),
    (
      ["-c", "status", "log"], Problem(.usage, "pentimento", found: "log", allowed: ["-c LINES", "-f FILE"])
    ),
    (["--json=yes"], Problem(.usage, "--json", found: "--json=yes", allowed: ["--json"])),
    (
      ["save", "--", "--session"],
      Problem(
        .badValue, "FILE", found: "--session", allowed: ["a file name ending in .png, .jpg, .jpeg or .webp"])
    ),
  ]

  @Test(arguments: problems)
  func argumentsAreRefused(_ arguments: [String], _ problem: Problem) {
    #expect(throws: problem) { try Invocation(arguments: arguments) }
  }
}
