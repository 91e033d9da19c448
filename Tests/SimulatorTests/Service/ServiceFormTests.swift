import Raster
import Simulator
import Testing

/// The reader of forms, seen through uploads: what goes in must come out, and nothing may stop the process.
@Suite struct ServiceFormTests {
  private struct FileText: Decodable {
    let id: String
    let filename: String
    let bytes: Int
  }

  private func upload(_ service: SimulatedAPI, _ request: SimRequest) throws -> (FileText, [UInt8]) {
    let reply = service.reply(to: request)
    try #require(reply.status == 200, "\(reply.text)")
    let file = try reply.read(FileText.self)
    return (file, service.reply(to: .get("/v1/files/\(file.id)/content")).bytes)
  }

  static let contents: [[UInt8]] = [
    Array("plain".utf8), Array("\r\n".utf8), Array("\r\n--XyZ-boundar".utf8), Array("--XyZ-boundary".utf8),
    Array("\n--XyZ-boundary\r\n".utf8), Array("\r\r\n--XyZ-boundarx--".utf8), [0, 255, 13, 10, 45, 45],
    Array("\r\n\r\n--\r\n--".utf8), Array(repeating: 13, count: 100),
  ]

  @Test(arguments: contents) func fileComesOutAsItWentIn(_ content: [UInt8]) throws {
    let part = FormPart("file", file: content)
    let (file, bytes) = try upload(
      makeService(), .form("/v1/files", [part, FormPart("purpose", "vision")]))
    #expect(bytes == content)
    #expect(file.bytes == content.count)
  }

  @Test func randomContentComesOutAsItWentIn() throws {
    var numbers = SplitMix64(seed: 3)
    let letters = Array("\r\n-XyZboundary".utf8)
    for _ in 0..<200 {
      let content = (0...numbers.next(below: 80)).map { _ in letters[numbers.next(below: letters.count)] }
      guard !String(decoding: content, as: UTF8.self).contains("\r\n--XyZ-boundary") else { continue }
      let part = FormPart("file", file: content)
      let (_, bytes) = try upload(makeService(), .form("/v1/files", [FormPart("purpose", "vision"), part]))
      #expect(bytes == content)
    }
  }

  @Test(arguments: [
    (#"form-data; name="file"; filename="a \"nested\" name.png""#, #"a "nested" name.png"#),
    (#"form-data; name="file"; filename="a;b=\\c.png""#, #"a;b=\c.png"#),
    (#"form-data; name="file"; filename="C:\pictures\a.png""#, #"C:\pictures\a.png"#),
    (#"FORM-DATA; NAME=file; FILENAME=a.png"#, "a.png"),
    (#"form-data;name="file";filename*=utf-8''a.png"#, "utf-8''a.png"),
    (#"form-data; name="file"; filename="""#, ""),
    (#"form-data; filename="first.png"; filename="second.png"; name="file""#, "first.png"),
    (#"form-data; ; =; x; name = "file" ; filename= "a.png" x"#, "a.png"),
  ]) func readsNamesInAllSpellings(disposition: String, fileName: String) throws {
    let body =
      "preamble\r\n--b\r\nX: 1\r\ncontent-disposition: \(disposition)\r\n\r\ncontent\r\n--b  \r\n"
      + "Content-Disposition: form-data; name=purpose\r\n\r\nvision\r\n--b--\r\nepilogue"
    let (file, bytes) = try upload(makeService(), .raw("/v1/files", boundary: "b", body: Array(body.utf8)))
    #expect(file.filename == fileName)
    #expect(bytes == Array("content".utf8))
  }

  static let broken: [String] = [
    "", "--b", "--b\r\n", "--b--", "--bx\r\n\r\n", "--b\r\nContent-Disposition", "\r\n--b\r\n\r\n\r\n--b--",
    "--b\r\n\r\ncontent\r\n--b--", "--b\r\nContent-Disposition: form-data\r\n\r\nx\r\n--b--",
    "--b\r\nContent-Disposition: form-data; name=\"\r\n\r\nx\r\n--b--",
    "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nx",
    "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nx\r\n--b",
    "--b\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\nx\r\n--b-",
    "--b\r\nContent-Disposition: attachment; name=\"file\"\r\n\r\nx\r\n--b--",
    "--b\r\n: \r\n\r\nx\r\n--b--", "--b\r\nno colon\r\n\r\nx\r\n--b--", "no boundary at all",
  ]

  @Test(arguments: broken) func brokenFormIsRefused(_ body: String) {
    for path in ["/v1/files", "/v1/images/edits"] {
      let reply = makeService().reply(to: .raw(path, boundary: "b", body: Array(body.utf8)))
      #expect((400..<405).contains(reply.status))
    }
  }

  @Test(arguments: ["", "\"\"", "\"", String(repeating: "b", count: 71), "b b", "bé", "\"b"])
  func unusableBoundaryIsRefused(_ boundary: String) {
    let body = Array("--b\r\nContent-Disposition: form-data; name=x\r\n\r\n\r\n--b--".utf8)
    #expect(makeService().reply(to: .raw("/v1/files", boundary: boundary, body: body)).status == 400)
  }

  @Test func quotedBoundaryWorks() throws {
    let part = FormPart("file", file: [1])
    let body = part.text(boundary: "a:b=c") + FormPart("purpose", "vision").text(boundary: "a:b=c")
    let request = SimRequest.raw(
      "/v1/files", boundary: "\"a:b=c\"; charset=utf-8", body: body + Array("--a:b=c--".utf8))
    #expect(try upload(makeService(), request).1 == [1])
  }

  @Test func hugeHeadIsRefused() throws {
    let head = "--b\r\nX: \(String(repeating: "x", count: 1 << 20))\r\n\r\nx\r\n--b--"
    let reply = makeService().reply(to: .raw("/v1/files", boundary: "b", body: Array(head.utf8)))
    #expect(try reply.failure.message.contains("too long"))
    let lines = "--b\r\n" + String(repeating: "X: y\r\n", count: 1 << 15) + "\r\nx\r\n--b--"
    let second = makeService().reply(to: .raw("/v1/files", boundary: "b", body: Array(lines.utf8)))
    #expect(try second.failure.message.contains("too long"))
  }

  @Test func tooManyPartsAreRefused() throws {
    let parts = Array(repeating: FormPart("n", "1"), count: 1_001)
    #expect(try makeService().reply(to: .form("/v1/files", parts)).failure.message.contains("too many"))
  }

  /// A good form cut at every byte, and with every byte replaced by each of a few others.
  @Test func damagedFormNeverStopsTheProcess() {
    let service = makeService()
    let parts = [FormPart("purpose", "vision"), FormPart("file", file: [1, 2, 3], fileName: "a\"b.png")]
    let whole = parts.flatMap { $0.text(boundary: "b") } + Array("--b--".utf8)
    for length in 0..<whole.count {
      let reply = service.reply(to: .raw("/v1/files", boundary: "b", body: Array(whole.prefix(length))))
      #expect(reply.status == 400)
    }
    for place in whole.indices {
      for byte in [0, 10, 13, 34, 45, 58, 59, 92, 255] as [UInt8] {
        var damaged = whole
        damaged[place] = byte
        let reply = service.reply(to: .raw("/v1/files", boundary: "b", body: damaged))
        #expect([200, 400].contains(reply.status))
      }
    }
  }

  @Test func randomBytesNeverStopTheProcess() {
    let service = makeService()
    var numbers = SplitMix64(seed: 9)
    let pieces = [
      "--b", "\r\n", "--", "\r\n--b\r\n", "Content-Disposition: form-data; name=", "\"file\"", "; filename=",
      ";",
      "\\", "\"", ":", "x", "\u{0}", "é",
    ]
    for _ in 0..<2_000 {
      let text = (0...numbers.next(below: 20)).map { _ in pieces[numbers.next(below: pieces.count)] }.joined()
      let reply = service.reply(to: .raw("/v1/images/edits", boundary: "b", body: Array(text.utf8)))
      #expect(reply.status == 400)
    }
  }
}
