import Codecs
import FoundationEssentials
import Raster
import Simulator
import Testing

/// The form of replies: pictures whole and as events, and what a script wants to go wrong.
@Suite struct ServiceReplyTests {
  @Test func replySaysWhatWasMade() throws {
    let reply = makeService().reply(
      to: .generation(model: "gpt-image-2.5-flare", size: "1008x672", quality: "auto", ",\"n\":2"))
    let text = try reply.read(PicturesText.self)
    #expect(reply.headers.map(\.value) == ["application/json"])
    #expect(text.created == today)
    #expect(text.size == "1008x672")
    #expect(text.quality == "low")
    #expect(text.background == "opaque")
    #expect(text.outputFormat == "png")
    #expect(text.safetyIdentifier == nil)
    #expect(
      try reply.pictures().map(\.size) == [
        PixelSize(width: 1008, height: 672), PixelSize(width: 1008, height: 672),
      ])
  }

  @Test func usageAndChargeAgree() throws {
    let reply = makeService().reply(to: .generation(",\"n\":3"))
    let usage = try reply.read(PicturesText.self).usage
    let charge = try #require(reply.charge)
    #expect(charge.model == "gpt-image-2")
    #expect(charge.images == 3)
    #expect(usage.inputTokens == charge.usage.text + charge.usage.imageIn)
    #expect(usage.inputTokensDetails == .init(textTokens: charge.usage.text, imageTokens: 0))
    #expect(usage.outputTokensDetails == .init(textTokens: 0, imageTokens: charge.usage.imageOut))
    #expect(usage.outputTokens == charge.usage.imageOut)
    #expect(usage.totalTokens == usage.inputTokens + usage.outputTokens)
    #expect(charge.nanodollars == 5_000 * usage.inputTokens + 30_000 * usage.outputTokens)
  }

  @Test func automaticSizeIsReadBack() throws {
    let reply = makeService().reply(to: .generation(size: "auto"))
    #expect(try reply.read(PicturesText.self).size == "1254x1254")
    #expect(try reply.pictures().first?.size == PixelSize(width: 1254, height: 1254))
    let wide = try Bitmap.noise(width: 60, height: 40).png()
    let edit = makeService().reply(to: .edit(size: "auto", [FormPart("image", file: wide)]))
    #expect(try edit.read(PicturesText.self).size == "1536x1024")
  }

  @Test func generationsDifferByIndexSeedAndWords() throws {
    let two = try makeService().reply(to: .generation(prompt: "a red tree", ",\"n\":2")).pictures()
    let again = try makeService().reply(to: .generation(prompt: "a red tree", ",\"n\":2")).pictures()
    #expect(two[0] != two[1])
    #expect(two == again)
    #expect(try makeService(seed: 8).reply(to: .generation(prompt: "a red tree")).pictures()[0] != two[0])
    #expect(
      two[0][3, 0] == Colour(red: 255, green: 0, blue: 0)
        || two[1][3, 0] == Colour(red: 255, green: 0, blue: 0))
  }

  @Test func transparentGenerationHasTransparentPixels() throws {
    let reply = makeService().reply(
      to: .generation(model: "gpt-image-2.5-flare", ",\"background\":\"transparent\""))
    #expect(try reply.read(PicturesText.self).background == "transparent")
    let picture = try #require(try reply.pictures().first)
    #expect(!picture.isOpaque)
  }

  @Test(
    .enabled(if: SystemLibraries.standard.has(.turboJPEG) && SystemLibraries.standard.has(.webP)),
    arguments: ["jpeg", "webp"])
  func writesTheFormatThatWasAsked(_ format: String) throws {
    func file(_ compression: Int) throws -> [UInt8] {
      let fields = ",\"output_format\":\"\(format)\",\"output_compression\":\(compression)"
      let text = try makeService().reply(to: .generation(fields)).read(PicturesText.self)
      #expect(text.outputFormat == format)
      return [UInt8](try #require(Data(base64Encoded: text.data[0].b64Json)))
    }
    let best = try file(100)
    #expect(PictureFormat.sniff(best).rawValue == format)
    #expect(try file(0).count < best.count)
  }

  private struct EventText: Decodable {
    let type: String
    let b64Json: String
    let createdAt: Int
    let size: String
    let quality: String
    let background: String
    let outputFormat: String
    let partialImageIndex: Int?
    let usage: UsageText?
    let safetyIdentifier: String?
  }

  /// Events by name and content, after a check of their lines.
  private func events(_ reply: SimReply) throws -> [(name: String, data: EventText)] {
    guard case .events(let events) = reply.body else { return [] }
    return try events.map { event in
      let lines = String(decoding: event, as: UTF8.self)
        .split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      #expect(lines.count == 4)
      #expect(lines.suffix(2) == ["", ""])
      #expect(lines[0].hasPrefix("event: "))
      #expect(lines[1].hasPrefix("data: "))
      let data = Data(lines[1].dropFirst(6).utf8)
      return (String(lines[0].dropFirst(7)), try serviceDecoder.decode(EventText.self, from: data))
    }
  }

  @Test func streamHasPartialPicturesAndThenTheWholeOne() throws {
    let fields = ",\"stream\":true,\"partial_images\":2,\"n\":2,\"safety_identifier\":\"u1\""
    let reply = makeService().reply(to: .generation(fields))
    let events = try events(reply)
    #expect(reply.headers.first?.value.hasPrefix("text/event-stream") == true)
    let partial = "image_generation.partial_image"
    let completed = "image_generation.completed"
    #expect(events.map(\.name) == [partial, partial, completed, partial, partial, completed])
    #expect(events.map(\.data.type) == events.map(\.name))
    #expect(events.map(\.data.partialImageIndex) == [0, 1, nil, 0, 1, nil])
    #expect(events.allSatisfy { $0.data.createdAt == today && $0.data.size == "1024x640" })
    let whole = events.filter { $0.name == completed }.map(\.data)
    #expect(whole.allSatisfy { $0.safetyIdentifier == "u1" && $0.usage?.outputTokensDetails == nil })
    let total = whole.compactMap(\.usage?.totalTokens).reduce(0, +)
    #expect(total == reply.charge?.usage.total)
    #expect(Set(events.map(\.data.b64Json)).count == 6)
    for event in events {
      let file = try #require(Data(base64Encoded: event.data.b64Json))
      #expect(try PictureFile.decode([UInt8](file)).bitmap.size == PixelSize(width: 1024, height: 640))
    }
  }

  @Test func streamWithoutPartialsIsOneEvent() throws {
    let picture = try Bitmap.noise(width: 32, height: 20).png()
    let reply = makeService().reply(
      to: .edit(
        [FormPart("image", file: picture)], [FormPart("stream", "true"), FormPart("partial_images", "0")]))
    #expect(try events(reply).map(\.name) == ["image_edit.completed"])
  }

  @Test func streamedPictureIsTheSameAsTheWholeOne() throws {
    let whole = try makeService().reply(to: .generation()).read(PicturesText.self).data[0].b64Json
    let streamed = try events(makeService().reply(to: .generation(",\"stream\":true")))
    #expect(streamed.last?.data.b64Json == whole)
  }

  @Test func mishapsChangeOnlyWhatTheySay() throws {
    let service = makeService()
    let request = SimRequest.generation()
    let input = service.reply(to: request, mishap: .refusedInput)
    let output = service.reply(to: request, mishap: .refusedOutput)
    #expect(try input.failure.moderationDetails?.moderationStage == "input")
    #expect(try output.failure.moderationDetails?.moderationStage == "output")
    #expect(input.charge == nil && output.charge == nil)
    let wrong = service.reply(to: request, mishap: .wrongSize(width: 300, height: 200))
    #expect(try wrong.read(PicturesText.self).size == "300x200")
    #expect(try wrong.pictures().first?.size == PixelSize(width: 300, height: 200))
    #expect(wrong.charge == service.reply(to: request).charge)
    let cut = try service.reply(to: request, mishap: .truncatedBase64).read(PicturesText.self).data[0]
      .b64Json
    let whole = try service.reply(to: request).read(PicturesText.self).data[0].b64Json
    #expect(whole.hasPrefix(cut))
    #expect(cut.utf8.count % 4 == 1)
  }

  @Test func failureOfTheServerHasTheSameForm() throws {
    let reply = SimReply.failure(
      status: 429, type: "input-images", code: "rate_limit_exceeded", message: "Rate limit \"reached\"\n")
    #expect(reply.status == 429)
    let failure = try reply.failure
    #expect(failure.message == "Rate limit \"reached\"\n")
    #expect(failure.type == "input-images")
    #expect(failure.code == "rate_limit_exceeded")
    #expect(failure.param == nil)
  }
}
