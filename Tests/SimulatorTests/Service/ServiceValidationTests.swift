import Codecs
import Raster
import Simulator
import Testing

/// Every refusal with its status, code and parameter, and the message where it is known.
@Suite struct ServiceValidationTests {
  struct Refusal: Sendable, CustomStringConvertible {
    let body: String
    let status: Int
    let code: String?
    let param: String?
    let message: String?

    init(
      _ body: String, _ code: String?, _ param: String?, _ message: String? = nil, status: Int = 400
    ) {
      self.body = body
      self.status = status
      self.code = code
      self.param = param
      self.message = message
    }

    var description: String { body }
  }

  private static let two = #""model":"gpt-image-2","prompt":"a""#
  private static let five = #""model":"gpt-image-2.5-flare","prompt":"a""#
  private static let six = #""model":"gpt-image-2.6-flare","prompt":"a""#
  private static let old = #""model":"gpt-image-1.5","prompt":"a""#

  static let generations: [Refusal] = [
    Refusal("", nil, nil),
    Refusal("[]", nil, nil),
    Refusal(#"{"model":"gpt-image-2","prompt":"a"} x"#, nil, nil),
    Refusal(#"{"prompt":"a","prompt":"b"}"#, nil, nil),
    Refusal(#"{"prompt":"a"}"#, "missing_required_parameter", "model"),
    Refusal(#"{"model":"gpt-image-2"}"#, "missing_required_parameter", "prompt"),
    Refusal(#"{"model":"gpt-image-2","prompt":null}"#, "missing_required_parameter", "prompt"),
    Refusal(#"{"model":"gpt-image-2","prompt":""}"#, "empty_string", "prompt"),
    Refusal(#"{"model":"gpt-image-2","prompt":7}"#, "invalid_type", "prompt"),
    Refusal(#"{"model":"gpt-image-9","prompt":"a"}"#, "model_not_found", "model", status: 404),
    Refusal(#"{"model":"gpt-image-2.5","prompt":"a"}"#, "model_not_found", "model", status: 404),
    Refusal(#"{"model":"dall-e-3","prompt":"a"}"#, "model_not_found", "model", status: 404),
    Refusal(#"{"model":"gpt-image-1","prompt":"a"}"#, "model_not_found", "model", status: 404),
    Refusal("{\(two),\"n\":0}", "integer_below_min_value", "n"),
    Refusal("{\(two),\"n\":11}", "integer_above_max_value", "n"),
    Refusal("{\(two),\"n\":true}", "invalid_type", "n"),
    Refusal("{\(two),\"n\":1.5}", "invalid_type", "n"),
    Refusal("{\(two),\"n\":\"2\"}", "invalid_type", "n"),
    Refusal("{\(two),\"n\":99999999999999999999}", "invalid_type", "n"),
    Refusal(
      "{\(two),\"quality\":\"hd\"}", "invalid_value", "quality",
      "Invalid value: 'hd'. Supported values are: 'low', 'medium', 'high', and 'auto'."),
    Refusal("{\(two),\"quality\":\"max\"}", "invalid_value", "quality"),
    Refusal("{\(old),\"quality\":\"xhigh\"}", "invalid_value", "quality"),
    Refusal(
      "{\(two),\"size\":\"1920x1080\"}", "invalid_value", "size",
      "Width and height must both be divisible by 16."),
    Refusal(
      "{\(two),\"size\":\"3856x2160\"}", "invalid_value", "size",
      "The longest edge must be less than or equal to 3840."),
    Refusal(
      "{\(two),\"size\":\"800x800\"}", "invalid_value", "size",
      "Requested resolution is below the current minimum pixel budget."),
    Refusal("{\(two),\"size\":\"1024x576\"}", "invalid_value", "size"),
    Refusal(
      "{\(two),\"size\":\"3840x2176\"}", "invalid_value", "size",
      "Requested resolution exceeds the current pixel budget."),
    Refusal("{\(two),\"size\":\"2048x640\"}", "invalid_value", "size"),
    Refusal("{\(two),\"size\":\"1024\"}", "invalid_value", "size"),
    Refusal("{\(two),\"size\":\"1024x1024x1\"}", "invalid_value", "size"),
    Refusal("{\(two),\"size\":\"-1024x1024\"}", "invalid_value", "size"),
    Refusal("{\(two),\"size\":\"9999999999999999999x16\"}", "invalid_value", "size"),
    Refusal("{\(two),\"size\":1024}", "invalid_type", "size"),
    Refusal("{\(old),\"size\":\"1024x640\"}", "invalid_value", "size"),
    Refusal(
      "{\(two),\"background\":\"transparent\"}", "invalid_value", "background",
      "Transparent background is not supported for this model."),
    Refusal(
      "{\(five),\"background\":\"transparent\",\"output_format\":\"jpeg\"}", "invalid_value", "background",
      "Transparent background is not supported for JPEG output format."),
    Refusal("{\(two),\"background\":\"clear\"}", "invalid_value", "background"),
    Refusal("{\(two),\"output_format\":\"gif\"}", "invalid_value", "output_format"),
    Refusal("{\(two),\"output_compression\":50}", "invalid_value", "output_compression"),
    Refusal(
      "{\(two),\"output_format\":\"jpeg\",\"output_compression\":101}", "integer_above_max_value",
      "output_compression"),
    Refusal("{\(two),\"moderation\":\"off\"}", "invalid_value", "moderation"),
    Refusal("{\(two),\"stream\":\"yes\"}", "invalid_type", "stream"),
    Refusal("{\(two),\"partial_images\":2}", "invalid_value", "partial_images"),
    Refusal("{\(two),\"stream\":true,\"partial_images\":4}", "integer_above_max_value", "partial_images"),
    Refusal("{\(two),\"complexity\":\"low\"}", "invalid_value", "complexity"),
    Refusal("{\(five),\"complexity\":\"low\"}", "invalid_value", "complexity"),
    Refusal("{\(six),\"complexity\":\"none\"}", "invalid_value", "complexity"),
    Refusal("{\(six),\"frame_count\":4}", "invalid_value", "frame_count"),
    Refusal("{\(six),\"svg\":{}}", "invalid_value", "svg"),
    Refusal(
      "{\(two),\"response_format\":\"b64_json\"}", "unknown_parameter", "response_format",
      "Unknown parameter: 'response_format'."),
    Refusal("{\(two),\"style\":\"vivid\"}", "unknown_parameter", "style"),
    Refusal("{\(two),\"seed\":1}", "unknown_parameter", "seed"),
    Refusal("{\(two),\"thinking\":\"high\"}", "unknown_parameter", "thinking"),
    Refusal("{\(two),\"input_fidelity\":\"high\"}", "unknown_parameter", "input_fidelity"),
  ]

  @Test(arguments: generations) func refusesGeneration(_ refusal: Refusal) throws {
    let reply = makeService().reply(to: .json("/v1/images/generations", refusal.body))
    try expect(reply, refusal)
  }

  private func expect(_ reply: SimReply, _ refusal: Refusal) throws {
    let failure = try reply.failure
    #expect(reply.status == refusal.status)
    #expect(failure.code == refusal.code)
    #expect(failure.param == refusal.param)
    #expect(reply.charge == nil)
    if let message = refusal.message { #expect(failure.message == message) }
  }

  @Test(arguments: [
    "1024x640", "640x1024", "1008x672", "3840x1280", "3840x2160", "2880x2880", "1024x1024", "1920x1088",
  ]) func takesLegalSize(_ size: String) {
    #expect(makeService().demand(of: .generation(size: size)).tokens > 0)
  }

  @Test func takesTheLongestPromptAndNoLonger() throws {
    let longest = String(repeating: "é", count: 32_000)
    #expect(makeService().demand(of: .generation(prompt: longest)).tokens > 0)
    let reply = makeService().reply(to: .generation(prompt: longest + "e"))
    #expect(try reply.failure.code == "string_above_max_length")
  }

  struct EditRefusal: Sendable, CustomStringConvertible {
    let description: String
    let parts: [FormPart]
    let code: String?
    let param: String?
    let message: String?

    init(
      _ description: String, _ parts: [FormPart], _ code: String?, _ param: String?, _ message: String? = nil
    ) {
      self.description = description
      self.parts = parts
      self.code = code
      self.param = param
      self.message = message
    }
  }

  private static let picture = hollowPNG(width: 64, height: 48)
  private static let image = FormPart("image", file: picture)
  private static let listed = FormPart("image[]", file: picture)
  private static let mask = FormPart("mask", file: picture)

  static let edits: [EditRefusal] = [
    EditRefusal("no picture", [], "missing_required_parameter", "image"),
    EditRefusal("plain name twice", [image, image], "duplicate_parameter", "image"),
    EditRefusal("both names", [image, listed], "duplicate_parameter", "image"),
    EditRefusal("17 pictures", Array(repeating: listed, count: 17), "array_above_max_length", "image"),
    EditRefusal("no file name", [FormPart("image", "text")], "invalid_type", "image"),
    EditRefusal(
      "no type", [FormPart("image", file: picture, contentType: nil)], "unsupported_file_mimetype", "image"),
    EditRefusal(
      "octets", [FormPart("image", file: picture, contentType: "application/octet-stream")],
      "unsupported_file_mimetype", "image",
      "Invalid file 'image': unsupported mimetype ('application/octet-stream'). Supported file formats are "
        + "'image/jpeg', 'image/png', and 'image/webp'."),
    EditRefusal(
      "GIF in a list", [listed, FormPart("image[]", file: picture, contentType: "image/gif")],
      "unsupported_file_mimetype", "image[1]"),
    EditRefusal(
      "third picture is none", [listed, listed, FormPart("image[]", file: [1, 2, 3])], "invalid_image_file",
      "image[2]", "Invalid image file or mode for image 3, please check your image file."),
    EditRefusal("empty file", [FormPart("image", file: [])], "invalid_image_file", "image"),
    EditRefusal(
      "cut file", [FormPart("image", file: Array(picture.prefix(40)))], "invalid_image_file", "image"),
    EditRefusal("hollow file", [image], "invalid_image_file", "image"),
    EditRefusal("two masks", [image, mask, mask], "duplicate_parameter", "mask"),
    EditRefusal("mask as text", [image, FormPart("mask", "x")], "invalid_type", "mask"),
    EditRefusal(
      "mask without alpha",
      [image, FormPart("mask", file: hollowPNG(width: 64, height: 48, colourType: 0))],
      "invalid_mask_image_format", "mask", "Invalid mask image format - mask image missing alpha channel"),
    EditRefusal(
      "mask of another size", [image, FormPart("mask", file: hollowPNG(width: 48, height: 64))],
      "invalid_mask_image_format", "mask", "Invalid mask image format - mask size does not match image size"),
    EditRefusal(
      "mask is no picture", [image, FormPart("mask", file: [0])], "invalid_mask_image_format", "mask"),
    EditRefusal(
      "mask of 4 MB",
      [image, FormPart("mask", file: picture + [UInt8](repeating: 0, count: 4_000_000 - picture.count))],
      "invalid_mask_image_format", "mask"),
    EditRefusal(
      "fidelity", [image, FormPart("input_fidelity", "high")], "invalid_input_fidelity_model",
      "input_fidelity", "The model 'gpt-image-2' does not support the 'input_fidelity' parameter."),
    EditRefusal("markup", [image, FormPart("markup", file: picture)], "invalid_value", "markup"),
    EditRefusal(
      "moderation in a form", [image, FormPart("moderation", "low")], "unknown_parameter", "moderation"),
    EditRefusal(
      "response format", [image, FormPart("response_format", "url")], "unknown_parameter", "response_format"),
    EditRefusal("JSON's name", [FormPart("images", file: picture)], "unknown_parameter", "images"),
    EditRefusal("n twice", [image, FormPart("n", "1"), FormPart("n", "1")], "duplicate_parameter", "n"),
    EditRefusal("n in words", [image, FormPart("n", "two")], "invalid_type", "n"),
    EditRefusal("n signed", [image, FormPart("n", "+2")], "invalid_type", "n"),
    EditRefusal("stream in words", [image, FormPart("stream", "True")], "invalid_type", "stream"),
  ]

  @Test(arguments: edits) func refusesEdit(_ refusal: EditRefusal) throws {
    let reply = makeService().reply(to: .edit(refusal.parts))
    let failure = try reply.failure
    #expect(reply.status == 400)
    #expect(failure.code == refusal.code)
    #expect(failure.param == refusal.param)
    if let message = refusal.message { #expect(failure.message == message) }
  }

  @Test func markupMustBeTransparentSomewhereAndWithoutMask() throws {
    let size = PixelSize(width: 64, height: 48)
    let picture = try Bitmap.noise(width: 64, height: 48).png()
    let opaque = Bitmap(width: 64, height: 48, filledWith: Colour(red: 1, green: 2, blue: 3))
    let overlay = try Bitmap.maskPicture(size, transparent: [PixelRect(x: 0, y: 0, width: 9, height: 9)])
      .png()
    let image = FormPart("image", file: picture)
    func code(_ parts: [FormPart]) throws -> String? {
      let reply = makeService().reply(to: .edit(model: "gpt-image-2.5-flare", [image] + parts))
      return reply.status == 200 ? nil : try reply.failure.code
    }
    #expect(try code([FormPart("markup", file: overlay)]) == nil)
    #expect(try code([FormPart("markup", file: opaque.png())]) == "invalid_mask_image_format")
    #expect(
      try code([FormPart("markup", file: overlay), FormPart("mask", file: overlay)]) == "invalid_value")
  }

  static let references: [Refusal] = [
    Refusal("{\(two)}", "missing_required_parameter", "images"),
    Refusal("{\(two),\"images\":{}}", "invalid_type", "images"),
    Refusal("{\(two),\"images\":[]}", "array_below_min_length", "images"),
    Refusal("{\(two),\"images\":[\"file-1\"]}", "invalid_type", "images[0]"),
    Refusal("{\(two),\"images\":[{}]}", "invalid_value", "images[0]"),
    Refusal("{\(two),\"images\":[{\"file_id\":\"a\",\"image_url\":\"b\"}]}", "invalid_value", "images[0]"),
    Refusal(
      "{\(two),\"images\":[{\"file_id\":\"a\",\"detail\":\"low\"}]}", "unknown_parameter", "images[0].detail"),
    Refusal("{\(two),\"images\":[{\"file_id\":5}]}", "invalid_type", "images[0].file_id"),
    Refusal("{\(two),\"images\":[{\"file_id\":\"file-none\"}]}", "image_file_not_found", "images[0].file_id"),
    Refusal(
      "{\(two),\"images\":[{\"image_url\":\"https://example.com/a.png\"}]}", "invalid_value", "url",
      "Error while downloading file. Upstream status code: 404."),
    Refusal(
      "{\(two),\"images\":[{\"image_url\":\"data:image/png,abc\"}]}", "invalid_value", "images[0].image_url"),
    Refusal(
      "{\(two),\"images\":[{\"image_url\":\"data:image/png;base64,a b\"}]}", "invalid_value",
      "images[0].image_url"),
    Refusal("{\(two),\"images\":[{\"image_url\":\"data:\"}]}", "invalid_value", "images[0].image_url"),
    Refusal(
      "{\(two),\"images\":[{\"image_url\":\"data:image/gif;base64,AAAA\"}]}", "unsupported_file_mimetype",
      "images[0]"),
    Refusal(
      "{\(two),\"images\":[{\"image_url\":\"data:image/png;base64,AAAA\"}]}", "invalid_image_file",
      "images[0]"),
    Refusal("{\(two),\"image\":\"a\"}", "unknown_parameter", "image"),
    Refusal("{\(two),\"markup\":{}}", "unknown_parameter", "markup"),
  ]

  @Test(arguments: references) func refusesReference(_ refusal: Refusal) throws {
    try expect(makeService().reply(to: .json("/v1/images/edits", refusal.body)), refusal)
  }

  @Test func seventeenReferencesAreTooMany() throws {
    let list = Array(repeating: #"{"file_id":"a"}"#, count: 17).joined(separator: ",")
    let reply = makeService().reply(to: .json("/v1/images/edits", "{\(Self.two),\"images\":[\(list)]}"))
    #expect(try reply.failure.code == "array_above_max_length")
  }

  @Test func missingLibraryMakesItsFormatUnavailable() throws {
    let service = makeService(libraries: SystemLibraries(folder: "/nowhere"))
    let reply = service.reply(to: .generation(#","output_format":"jpeg""#))
    #expect(try reply.failure.param == "output_format")
  }

  @Test func olderModelAnswersUntilItsLastDay() throws {
    let end = today + 10 * 86_400
    let request = SimRequest.generation(model: "gpt-image-1-mini", size: "1024x1024")
    #expect(makeService(now: end - 1).demand(of: request).tokens > 0)
    let reply = makeService(now: end).reply(to: request)
    #expect(reply.status == 404)
    #expect(try reply.failure.code == "model_not_found")
    #expect(try reply.failure.message.contains("deprecated"))
  }

  @Test(arguments: [
    ("a FORBIDDEN thing", "input", "violence"), ("something unsuitable.", "output", "sexual"),
  ]) func refusesContentWithStageAndCategory(prompt: String, stage: String, category: String) throws {
    let reply = makeService().reply(to: .generation(prompt: prompt))
    let failure = try reply.failure
    #expect(reply.status == 400)
    #expect(reply.charge == nil)
    #expect(failure.code == "moderation_blocked")
    #expect(failure.type == "image_generation_user_error")
    #expect(failure.message.contains("safety_violations=[\(category)]"))
    #expect(failure.moderationDetails?.moderationStage == stage)
    #expect(failure.moderationDetails?.categories == [category])
  }

  @Test func partOfAWordIsNotRefused() {
    #expect(makeService().reply(to: .generation(prompt: "unforbiddenly")).status == 200)
  }
}
