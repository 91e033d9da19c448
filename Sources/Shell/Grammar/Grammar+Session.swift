import EditModel

// Verbs about the session and its picture.

extension Grammar {
  static let sessionVerbs: [VerbSpec] = [
    VerbSpec(
      .new, .session, "begin a session on a picture, or on one made from words",
      forms: [
        Form(
          [Operand("FILE", .path()), Operand("NAME", .sessionName, .optional)], options: generateOptions,
          example: "new photo.png hero", build: newRequest)
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

  private static let generateOptions =
    [
      OptionSpec("--words", Operand("TEXT", .text), "what to show; FILE is then the session's name"),
      OptionSpec("--provider", Operand("PROVIDER[:MODEL]", .providerAndModel), "who makes it"),
      OptionSpec("--size", Operand("WxH", .pixelSize), "its size (1024x1024)"),
      OptionSpec(
        "--quality", Operand("Q", .choice(["low", "medium", "high", "xhigh", "max"])), "its quality (medium)"),
      OptionSpec("--n", Operand("COUNT", .wholeNumber(1...10)), "variants (1)"),
    ] + spendingOptions

  @Sendable
  private static func newRequest(_ arguments: Arguments) throws(Problem) -> Request {
    let file: String = arguments.one("FILE")
    guard let words: String = arguments.optional("--words") else {
      guard let stray = arguments.firstOption else {
        return .new(picture: file, name: arguments.optional("NAME"))
      }
      throw Problem(.usage, "new", found: stray, allowed: ["new NAME --words \"…\" \(stray)"])
    }
    _ = try ValueKind.sessionName.value(of: Word(file, .quoted), for: "NAME")
    guard let choice: ProviderChoice = arguments.optional("--provider") else {
      throw Problem(.usage, "new", allowed: ["new NAME --words \"…\" --provider openai --max-cost USD"])
    }
    return .generate(
      GenerateRequest(
        name: file, words: words, provider: choice.provider, model: choice.model,
        size: arguments.optional("--size"), quality: arguments.optional("--quality"),
        variants: arguments.optional("--n") ?? 1, spending: arguments.spending))
  }

  static let pictureVerbs: [VerbSpec] = [
    VerbSpec(
      .save, .picture, "write a round's picture to a file",
      forms: [
        Form(
          [Operand("FILE", .path()), Operand("SEL", .selector, .optional)],
          options: saveOptions, example: "save {session}-{round}.jpg @ --size 1200 --max-bytes 400k",
          build: saveRequest)
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
    VerbSpec(
      .view, .picture, "a round's picture in the terminal",
      forms: [
        Form([Operand("SEL", .selector, .optional)], example: "view @-") { .view($0.selector()) }
      ]),
    canvasVerb,
    referenceVerb,
  ]

  private static let referenceVerb = VerbSpec(
    .reference, .picture, "pictures that go along with paid calls for their looks",
    forms: [
      Form(example: "ref") { _ in .reference(.list) },
      Form("list", example: "ref list") { _ in .reference(.list) },
      Form(
        "add", [Operand("FILE", .path())],
        options: [OptionSpec("--name", Operand("NAME", .name), "what to call it (the file's name)")],
        example: "ref add label.png --name label"
      ) { .reference(.add(file: $0.one("FILE"), name: $0.optional("--name"))) },
      Form("remove", aliases: ["rm"], [Operand("NAME", .name)], example: "ref remove label") {
        .reference(.remove($0.one("NAME")))
      },
    ])

  /// File formats that pictures are written in.
  static let pictureEndings = ["png", "jpg", "jpeg", "webp"]
  private static let pictureFormats = ["png", "jpeg", "webp"]

  static let force = OptionSpec("--force", "replace a file that stands there")

  private static let saveOptions = [
    OptionSpec("--size", Operand("WxH|LONG", .savedSize), "another size, or the longer side's"),
    OptionSpec(
      "--format", Operand("WHICH", .choice(pictureFormats)), "the format, if the name does not say it"),
    OptionSpec(
      "--quality", Operand("N", .wholeNumber(1...100)), "of JPEG and WebP (90); WebP at 100 is lossless"),
    OptionSpec("--max-bytes", Operand("BYTES", .byteCount), "the largest file, by lower quality"),
    force,
  ]

  @Sendable
  private static func saveRequest(_ arguments: Arguments) throws(Problem) -> Request {
    let path: String = arguments.one("FILE")
    let format: String? = arguments.optional("--format")
    if format == nil {
      _ = try ValueKind.path(endings: pictureEndings).value(of: Word(path, .quoted), for: "FILE")
    }
    return .save(
      SaveRequest(
        Destination(path: path, replaces: arguments.has("--force")), arguments.selector(),
        size: arguments.optional("--size"), format: format, quality: arguments.optional("--quality"),
        maximumBytes: arguments.optional("--max-bytes")))
  }

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
