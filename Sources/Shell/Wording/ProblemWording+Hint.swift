internal import Billing
internal import EditModel
internal import Engine

extension ProblemWording {
  /// The next step, where there is one.
  static func hint(_ problem: Problem) -> String? {
    switch problem.code {
    case .usage: usageHint(problem)
    case .unknownVerb: unknownVerbHint(problem)
    case .notUnderstood:
      "it understands \(EmbeddedProvider.understoodWords.joined(separator: ", ")); help local shows how"
    case .maskNeeded: "make one, such as mask rect X Y WIDTH HEIGHT, and queue it again"
    case .unknownMask: problem.allowed.isEmpty ? "mask rect X Y WIDTH HEIGHT --name \(problem.subject)" : nil
    case .maskEmpty: "mask list shows what each mask covers"
    case .sizeDiffers: sizeHint(problem)
    case .damagedFile where problem.found == TextFile.notUTF8: "save it again as UTF-8 text"
    case .notAPicture, .truncatedFile, .damagedFile: "save it again from the program that made it"
    case .unsupportedFormat: conversionHint(problem)
    case .noAlpha: "mask load FILE --polarity white reads it as white = edit"
    case .libraryMissing: problem.allowed.first.map { "apt-get install \($0)" }
    case .fileExists: "--force writes over it"
    case .nothingQueued:
      problem.found == nil ? "edit \"what should change\"" : "queue release ID, or queue rm ID"
    case .nothingAccepted: "accept, or accept ROUND, then run --final"
    case .frameChanged: "change the frame first: go source, canvas …, then the edits"
    case .damagedSession: "nothing is written to it; what can still be read can be saved from a copy"
    case .noSession where !problem.allowed.isEmpty:
      "open \(problem.allowed[0]), or --session DIR before the command"
    case .noSession:
      problem.allowed.isEmpty ? "new PICTURE makes one" : "--session DIR names one"
    case .laterFormat: "use the version of pentimento that wrote it, or a later one"
    case .sessionExists: "open \(problem.subject) goes on with it, new FILE NAME makes another"
    case .locked: "close the other one, or wait until it is done"
    case .busy: "wait for it, or stop it with Ctrl-C"
    case .notWritable: "make the folder writable, or work on a copy of it"
    case .diskFull: "free some room and repeat the command; nothing was lost"
    case .verificationFailed:
      "show \(problem.subject) --raw --save FILE.png writes what came back; set on-fail keep goes on"
    case .noBudget: noBudgetHint(problem)
    case .overBudget: overBudgetHint(problem)
    case .noKey: keyHint(problem)
    case .keyRefused: "check the key, and that it belongs to this address"
    case .notConnected: "check the network and the address; nothing was billed, run asks again"
    case .breakerOpen: "wait, or run it again yourself: that is one trial"
    case .rateLimited, .overloaded: "nothing was billed; run it again later"
    case .quotaExhausted: "the account's own page of costs and limits shows what is left"
    case .contentRefused: "audit --refusals keeps what was refused and why"
    case .outcomeUnknown: outcomeHint(problem)
    case .billedWithoutResult: "what came is kept; cost shows the attempt, run asks anew and pays anew"
    case .retired: problem.allowed.first.map { "set model \($0)" }
    case .overLimit: "ask for fewer variants or references, or set tier to what the account has"
    case .notPermitted: "the account's own page shows what it may use; probe lists the models"
    case .redirected: "check the address; nothing is ever sent on to another one"
    case .unknownReference: "ref add FILE adds one"
    case .unknownAttempt:
      problem.allowed.isEmpty ? "recover lists what is open; cost lists every attempt" : nil
    case .bug: "please report it with the command that led here"
    default: nil
    }
  }

  private static func noBudgetHint(_ problem: Problem) -> String {
    guard let option = problem.allowed.last else { return "--max-cost USD allows it" }
    return "\(option) allows it"
      + (option.hasSuffix("USD") ? ", and holds an equal share of it for each call" : "")
  }

  private static func overBudgetHint(_ problem: Problem) -> String {
    let fits = problem.allowed.first { $0.hasPrefix("run ") }.map { "\($0) fits; " } ?? ""
    guard let scope = BudgetScope(rawValue: problem.subject) else {
      return fits + "a higher --max-cost allows it, quality and n change the price"
    }
    return fits + "budget set USD --per \(scope.rawValue) raises it, quality and n change the price"
  }

  private static func outcomeHint(_ problem: Problem) -> String {
    let id = problem.allowed.first?.split(separator: " ").dropFirst().first.map(String.init) ?? "aN"
    return "look at the provider's page of costs, then recover \(id) --billed, --not-billed or --again"
      + (id == "aN" ? "; recover lists aN" : "")
  }

  private static func keyHint(_ problem: Problem) -> String? {
    problem.allowed.first.map { "export \($0)=…, or use local, which costs nothing" }
  }

  private static func sizeHint(_ problem: Problem) -> String? {
    if problem.subject.hasPrefix("round ") { return "two rounds of one size, before or after canvas" }
    if problem.subject.contains("(mask ") { return "queue rm it, mask fit --name NAME, and queue it again" }
    return "mask load FILE --fit scales a mask file, mask fit --name NAME a mask"
  }

  private static func usageHint(_ problem: Problem) -> String? {
    guard !problem.allowed.isEmpty else { return "help \(problem.subject) shows its forms" }
    return problem.allowed.joined(separator: " or ")
  }

  private static func unknownVerbHint(_ problem: Problem) -> String {
    problem.allowed.isEmpty
      ? "help lists the commands; edit \"…\" queues an instruction"
      : "did you mean \(problem.allowed.joined(separator: " or "))"
  }

  /// The tool that turns a format that is not read into PNG.
  private static func conversionHint(_ problem: Problem) -> String? {
    let name = problem.subject
    return switch problem.found {
    case "gif", "tiff", "bmp": "convert it first: magick \(name) picture.png"
    case "heic", "avif": "convert it first: heif-convert \(name) picture.png"
    case "animatedWebP": "take one picture out: webpmux -get frame 1 \(name) -o picture.webp"
    case "pdf": "convert it first: pdftoppm -png -singlefile \(name) picture"
    case "svg": "convert it first: rsvg-convert \(name) -o picture.png"
    default: nil
    }
  }
}
