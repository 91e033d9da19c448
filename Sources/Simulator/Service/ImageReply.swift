/// Writes what the service answers to an order that was executed.
struct ImageReply {
  let order: ImageOrder
  let made: [PictureMaker.Made]
  /// As the pictures are: `1024x1024`.
  let size: String
  /// Seconds since 1970.
  let created: Int

  var reply: SimReply {
    if order.isStream {
      return SimReply(
        status: 200, headers: [("Content-Type", "text/event-stream; charset=utf-8")],
        body: .events(events), charge: order.charge)
    }
    return .json(whole, charge: order.charge)
  }

  private var settings: [JSONValue.Member] {
    [
      .init("background", .string(order.isTransparent ? "transparent" : "opaque")),
      .init("output_format", .string(order.format.rawValue)), .init("quality", .string(order.quality)),
      .init("size", .string(size)),
    ]
  }

  private var identifier: [JSONValue.Member] {
    order.safetyIdentifier.map { [.init("safety_identifier", .string($0))] } ?? []
  }

  private var whole: JSONValue {
    let data = made.map { JSONValue.object([.init("b64_json", .plain($0.picture))]) }
    return .object(
      [.init("created", .integer(created))] + settings + [.init("data", .array(data))]
        + [.init("usage", Self.usage(order.usage, hasOutputDetails: true))] + identifier)
  }

  /// The events of each picture after those of the one before; each `completed` has its own share of the usage.
  private var events: [[UInt8]] {
    made.flatMap { made in
      let partials = made.partials.enumerated().map { index, bytes in
        event("partial_image", bytes, [.init("partial_image_index", .integer(index))])
      }
      let usage = Self.usage(order.usageOfOne, hasOutputDetails: false)
      return partials + [event("completed", made.picture, [.init("usage", usage)] + identifier)]
    }
  }

  private func event(_ name: String, _ picture: [UInt8], _ rest: [JSONValue.Member]) -> [UInt8] {
    let type = (order.kind == .edit ? "image_edit." : "image_generation.") + name
    let data = JSONValue.object(
      [
        .init("type", .string(type)), .init("b64_json", .plain(picture)),
        .init("created_at", .integer(created)),
      ] + settings + rest)
    return Array("event: \(type)\ndata: ".utf8) + data.bytes + Array("\n\n".utf8)
  }

  private static func usage(_ usage: SimUsage, hasOutputDetails: Bool) -> JSONValue {
    func details(text: Int, image: Int) -> JSONValue {
      .object([.init("text_tokens", .integer(text)), .init("image_tokens", .integer(image))])
    }
    let output = details(text: usage.textOut, image: usage.imageOut)
    return .object(
      [
        .init("input_tokens", .integer(usage.text + usage.imageIn)),
        .init("input_tokens_details", details(text: usage.text, image: usage.imageIn)),
        .init("output_tokens", .integer(usage.imageOut + usage.textOut)),
      ] + (hasOutputDetails ? [.init("output_tokens_details", output)] : [])
        + [.init("total_tokens", .integer(usage.total))])
  }
}

extension SimReply {
  static func json(_ value: JSONValue, status: Int = 200, charge: Charge? = nil) -> SimReply {
    SimReply(
      status: status, headers: [("Content-Type", "application/json")], body: .whole(value.bytes),
      charge: charge)
  }

  /// An error as the service writes it, for those that the limits and faults of a server make.
  ///
  /// - Parameter type: `server_error`, `tokens`, `input-images`, ….
  package static func failure(
    status: Int, type: String, code: String?, message: String, param: String? = nil
  ) -> SimReply {
    ServiceError(status: status, type: type, code: code, param: param, message: message).reply
  }
}
