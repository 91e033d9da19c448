import EditModel

// Verbs about the session and its picture.

extension Grammar {
  static let sessionVerbs: [VerbSpec] = [
    VerbSpec(
      .new, .session, "begin a session on a picture",
      forms: [
        Form(
          [Operand("FILE", .path()), Operand("NAME", .sessionName, .optional)],
          example: "new photo.png hero"
        ) { .new(picture: $0.one("FILE"), name: $0.optional("NAME")) }
      ]),
    VerbSpec(
      .open, .session, "open a session's folder",
      forms: [
        Form([Operand("DIR", .path())], example: "open hero.session") { .open(folder: $0.one("DIR")) }
      ]),
    VerbSpec(
      .close, .session, "close the session", forms: [Form(example: "close") { _ in .close }]),
    VerbSpec(
      .status, .session, "where the session stands",
      forms: [Form(example: "status") { _ in .status }]),
  ]

  static let pictureVerbs: [VerbSpec] = [
    VerbSpec(
      .save, .picture, "write a round's picture to a file",
      forms: [
        Form(
          [Operand("FILE", .path(endings: pictureEndings)), Operand("SEL", .selector, .optional)],
          options: [force], example: "save final.png @"
        ) { (arguments) throws(Problem) in
          let destination = Destination(
            path: arguments.one("FILE"), replaces: arguments.has("--force"))
          return .save(destination, arguments.selector())
        }
      ]),
    VerbSpec(
      .go, aliases: ["checkout"], .picture, "make another round current",
      forms: [Form([Operand("SEL", .selector)], example: "go 3") { .go($0.one("SEL")) }]),
    VerbSpec(
      .show, .picture, "show a round's picture",
      forms: [
        Form(
          [Operand("SEL", .selector, .optional)],
          options: [
            OptionSpec("--mask", "show what the round was allowed to change"),
            OptionSpec("--raw", "show the picture as the provider returned it"),
            OptionSpec(
              "--save", Operand("FILE", .path(endings: pictureEndings)),
              "write it to a file instead of the terminal"),
            force,
          ], example: "show 3 --raw --save raw.png", build: showRequest)
      ]),
  ]

  /// File formats that pictures are written in.
  static let pictureEndings = ["png"]

  static let force = OptionSpec("--force", "replace a file that stands there")

  @Sendable
  private static func showRequest(_ arguments: Arguments) throws(Problem) -> Request {
    guard !(arguments.has("--mask") && arguments.has("--raw")) else {
      throw Problem(.usage, "show", found: "--mask --raw", allowed: ["--mask", "--raw"])
    }
    let layer: ShowRequest.Layer =
      arguments.has("--mask") ? .mask : arguments.has("--raw") ? .raw : .picture
    return .show(
      ShowRequest(
        arguments.selector(), layer: layer, destination: try arguments.destination("--save")))
  }
}
