import FoundationEssentials
import Raster
import Simulator
import Synchronization
import Testing

/// Paths, methods, keys, models and files.
@Suite struct ServiceRouteTests {
  static let unanswered: [(String, String, Int, String?)] = [
    ("POST", "/v1/images/variations", 404, "model_not_found"), ("POST", "/v1/chat/completions", 404, nil),
    ("POST", "/v1/responses", 400, nil), ("POST", "/v1/batches", 404, nil), ("GET", "/", 404, nil),
    ("GET", "", 404, nil), ("POST", "/images/generations", 404, nil), ("GET", "/openai", 404, nil),
    ("POST", "/openai/deployments", 404, nil), ("POST", "/openai/deployments/x", 404, nil),
    ("GET", "/openai/deployments/x/models", 404, nil),
    ("GET", "/v1/images/edits", 405, "method_not_supported"),
    ("DELETE", "/v1/models", 405, "method_not_supported"), ("GET", "/v1/files/x/content/y", 404, nil),
    ("GET", "/v1/models/gpt-image-1", 404, "model_not_found"),
    ("GET", "/v1/models/x", 404, "model_not_found"),
  ]

  @Test(arguments: unanswered)
  func unansweredAddressIsAnError(method: String, path: String, status: Int, code: String?) throws {
    let request = SimRequest(
      method: method, path: path,
      headers: [SimRequest.key, (name: "Content-Type", value: "application/json")],
      body: Array("{}".utf8))
    let reply = makeService().reply(to: request)
    #expect(reply.status == status)
    #expect(try reply.failure.code == code)
    #expect(reply.charge == nil)
  }

  @Test(arguments: [nil, "", "Bearer", "Bearer ", "Basic abc", "sk-test", "Bearer bad-key", "Bearer a b"])
  func keyMustBeThereAndGood(_ value: String?) throws {
    let headers = value.map { [(name: "authorization", value: $0)] } ?? []
    for path in ["/v1/models", "/v1/files", "/v1/images/edits"] {
      let reply = makeService().reply(to: SimRequest(method: "GET", path: path, headers: headers))
      #expect(reply.status == 401)
      let failure = try reply.failure
      #expect(failure.code == "invalid_api_key")
      #expect(!failure.message.contains("bad-key"))
    }
  }

  @Test(arguments: ["text/plain", "", "multipart/form-data; boundary=b"])
  func generationTakesJSONOnly(_ contentType: String) throws {
    let request = SimRequest(
      method: "POST", path: "/v1/images/generations",
      headers: [SimRequest.key, (name: "Content-Type", value: contentType)], body: Array("{}".utf8))
    let reply = makeService().reply(to: request)
    #expect(reply.status == 400)
    #expect(try reply.failure.code == "unsupported_content_type")
  }

  private struct ModelsText: Decodable {
    struct Model: Decodable {
      let id: String
      let object: String
      let created: Int
      let shutdownDate: String?
    }

    let data: [Model]
  }

  @Test func modelsCarryTheirLastDay() throws {
    let models = try makeService().reply(to: .get("/v1/models")).read(ModelsText.self).data
    #expect(models.first { $0.id == "gpt-image-1.5" }?.shutdownDate == "2026-12-01")
    #expect(models.contains { $0.id == "gpt-image-2-2026-04-21" && $0.shutdownDate == nil })
    #expect(!models.contains { $0.id == "gpt-image-2.5" || $0.id == "dall-e-2" })
    #expect(models.allSatisfy { $0.object == "model" && $0.created < today })
    let later = try makeService(now: today + 11 * 86_400).reply(to: .get("/v1/models")).read(ModelsText.self)
      .data
    #expect(!later.contains { $0.shutdownDate != nil })
    let one = try makeService().reply(to: .get("/v1/models/gpt-image-2.6-flare")).read(ModelsText.Model.self)
    #expect(one.created == 1_793_750_400)
  }

  private func azure(
    _ path: String, query: String = "api-version=2025-04-01-preview", key: String = "k", _ body: String
  ) -> SimRequest {
    SimRequest(
      method: "POST", path: path, query: query,
      headers: [(name: "api-key", value: key), (name: "Content-Type", value: "application/json")],
      body: Array(body.utf8))
  }

  @Test func deploymentNamesTheModel() throws {
    let path = "/openai/deployments/gpt-image-2/images/generations"
    let body = #"{"prompt":"a","size":"1024x640","quality":"low"}"#
    let reply = makeService().reply(to: azure(path, body))
    #expect(reply.status == 200)
    #expect(reply.charge?.model == "gpt-image-2")
    #expect(makeService().demand(of: azure(path, body)).model == "gpt-image-2")
    let named = #"{"model":"gpt-image-2","prompt":"a"}"#
    #expect(try makeService().reply(to: azure(path, named)).failure.code == "unknown_parameter")
    #expect(makeService().reply(to: azure(path, query: "", body)).status == 404)
    let other = azure("/openai/deployments/mine/images/generations", body)
    #expect(try makeService().reply(to: other).failure.code == "DeploymentNotFound")
  }

  @Test func newerAzureAddressTakesTheDeploymentAsModel() throws {
    let path = "/openai/v1/images/generations"
    let body = #"{"model":"gpt-image-2","prompt":"a","size":"1024x640","quality":"low"}"#
    #expect(makeService().reply(to: azure(path, query: "", body)).status == 200)
    #expect(makeService().reply(to: azure(path, key: "bad", body)).status == 401)
    #expect(makeService().reply(to: azure("/v1/images/generations", body)).status == 401)
    let other = #"{"model":"mine","prompt":"a"}"#
    #expect(try makeService().reply(to: azure(path, other)).failure.code == "DeploymentNotFound")
  }

  private struct FileText: Decodable, Equatable {
    let id: String
    let object: String
    let bytes: Int
    let createdAt: Int
    let expiresAt: Int?
    let filename: String
    let purpose: String
  }

  private struct FilesText: Decodable {
    let data: [FileText]
    let hasMore: Bool
    let firstId: String?
    let lastId: String?
  }

  private func upload(
    _ service: SimulatedAPI, _ bytes: [UInt8], purpose: String = "vision", _ fields: [FormPart] = []
  ) throws -> FileText {
    let parts = [FormPart("file", file: bytes), FormPart("purpose", purpose)] + fields
    let reply = service.reply(to: .form("/v1/files", parts))
    try #require(reply.status == 200, "\(reply.text)")
    return try reply.read(FileText.self)
  }

  @Test func uploadedFileCanBeListedReadAndDeleted() throws {
    let service = makeService()
    let first = try upload(service, [1, 2])
    let second = try upload(service, [3], purpose: "user_data")
    #expect(first.id != second.id && first.id.hasPrefix("file-"))
    #expect((first.bytes, first.createdAt, first.expiresAt, first.object) == (2, today, nil, "file"))
    #expect(try service.reply(to: .get("/v1/files/\(first.id)")).read(FileText.self) == first)
    #expect(service.reply(to: .get("/v1/files/\(first.id)/content")).bytes == [1, 2])
    let list = try service.reply(to: .get("/v1/files")).read(FilesText.self)
    #expect(list.data == [second, first])
    #expect(list.lastId == first.id && !list.hasMore)
    let page = try service.reply(to: .get("/v1/files", query: "limit=1&order=asc")).read(FilesText.self)
    #expect(page.data == [first] && page.hasMore)
    let rest = try service.reply(to: .get("/v1/files", query: "after=\(first.id)&order=asc")).read(
      FilesText.self)
    #expect(rest.data == [second])
    let vision = try service.reply(to: .get("/v1/files", query: "purpose=vision")).read(FilesText.self)
    #expect(vision.data == [first])
    #expect(service.reply(to: .get("/v1/files", query: "limit=0")).status == 400)
    let gone = SimRequest(method: "DELETE", path: "/v1/files/\(first.id)", headers: [SimRequest.key])
    #expect(service.reply(to: gone).status == 200)
    #expect(service.reply(to: gone).status == 404)
    #expect(service.reply(to: .get("/v1/files/\(first.id)/content")).status == 404)
  }

  @Test func fileExpiresWhenItSaid() throws {
    let clock = Clock()
    let service = SimulatedAPI(seed: 1, now: { clock.time })
    let hour = [FormPart("expires_after[anchor]", "created_at"), FormPart("expires_after[seconds]", "3600")]
    let file = try upload(service, [1], hour)
    #expect(file.expiresAt == today + 3_600)
    #expect(try upload(service, [1], purpose: "batch").expiresAt == today + 2_592_000)
    clock.advance(by: 3_599)
    #expect(service.reply(to: .get("/v1/files/\(file.id)")).status == 200)
    clock.advance(by: 1)
    #expect(service.reply(to: .get("/v1/files/\(file.id)")).status == 404)
  }

  static let badUploads: [([FormPart], String?, String?)] = [
    ([], "missing_required_parameter", "file"),
    ([FormPart("file", file: [1])], "missing_required_parameter", "purpose"),
    ([FormPart("file", "x"), FormPart("purpose", "vision")], "invalid_type", "file"),
    ([FormPart("file", file: [1]), FormPart("purpose", "art")], "invalid_value", "purpose"),
    ([FormPart("file", file: []), FormPart("purpose", "vision")], "invalid_value", "file"),
    (
      [FormPart("file", file: [1]), FormPart("file", file: [1]), FormPart("purpose", "vision")],
      "duplicate_parameter", "file"
    ),
    (
      [FormPart("file", file: [1]), FormPart("purpose", "vision"), FormPart("expires_after[seconds]", "60")],
      "integer_below_min_value", "expires_after[seconds]"
    ),
    (
      [
        FormPart("file", file: [1]), FormPart("purpose", "vision"),
        FormPart("expires_after[seconds]", "3600"),
      ],
      "missing_required_parameter", "expires_after[anchor]"
    ),
    ([FormPart("colour", "red")], "unknown_parameter", "colour"),
  ]

  @Test(arguments: badUploads) func refusesUpload(parts: [FormPart], code: String?, param: String?) throws {
    let failure = try makeService().reply(to: .form("/v1/files", parts)).failure
    #expect(failure.code == code)
    #expect(failure.param == param)
  }

  @Test func uploadedAndInlinePicturesGiveTheSameEdit() throws {
    let service = makeService()
    let picture = try Bitmap.noise(width: 64, height: 40).png()
    let overlay = Bitmap.maskPicture(
      PixelSize(width: 64, height: 40), transparent: [PixelRect(x: 5, y: 5, width: 20, height: 20)])
    let mask = try overlay.png()
    let id = try upload(service, picture).id
    let inline = "data:image/png;base64,\(Data(mask).base64EncodedString())"
    let json = service.reply(
      to: .json(
        "/v1/images/edits",
        """
        {"model":"gpt-image-2","prompt":"invert","size":"1024x640","quality":"low","moderation":"low",
         "images":[{"file_id":"\(id)","image_url":null}],"mask":{"image_url":"\(inline)"}}
        """))
    try #require(json.status == 200, "\(json.text.prefix(300))")
    let form = service.reply(
      to: .edit(prompt: "invert", [FormPart("image", file: picture), FormPart("mask", file: mask)]))
    #expect(json.bytes == form.bytes)
    #expect(json.charge == form.charge)
  }
}

private final class Clock: Sendable {
  private let seconds = Mutex(today)
  var time: Int { seconds.withLock { $0 } }
  func advance(by step: Int) { seconds.withLock { $0 += step } }
}
