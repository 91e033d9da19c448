import Codecs
import FoundationEssentials
import Raster
import Simulator
import Testing

/// 2026-11-21T00:00:00Z, ten days before the older models end.
let today = 1_795_219_200

/// Reads replies into names of Swift: `b64_json` into `b64Json`.
var serviceDecoder: JSONDecoder {
  let decoder = JSONDecoder()
  decoder.keyDecodingStrategy = .convertFromSnakeCase
  return decoder
}

func makeService(seed: UInt64 = 7, now: Int = today, libraries: SystemLibraries = .standard) -> SimulatedAPI {
  SimulatedAPI(seed: seed, now: { now }, libraries: libraries)
}

/// One part of a form.
struct FormPart {
  let name: String
  var fileName: String?
  var contentType: String?
  let bytes: [UInt8]

  init(_ name: String, _ text: String) {
    self.name = name
    bytes = Array(text.utf8)
  }

  init(_ name: String, file bytes: [UInt8], fileName: String = "a.png", contentType: String? = "image/png") {
    self.name = name
    self.fileName = fileName
    self.contentType = contentType
    self.bytes = bytes
  }

  func text(boundary: String) -> [UInt8] {
    var head = "--\(boundary)\r\nContent-Disposition: form-data; name=\"\(name)\""
    if let fileName { head += "; filename=\"\(fileName)\"" }
    if let contentType { head += "\r\nContent-Type: \(contentType)" }
    return Array("\(head)\r\n\r\n".utf8) + bytes + Array("\r\n".utf8)
  }
}

extension SimRequest {
  static let key = (name: "Authorization", value: "Bearer sk-test")

  static func json(_ path: String, _ text: String) -> SimRequest { json(path, body: Array(text.utf8)) }

  static func json(_ path: String, body: [UInt8]) -> SimRequest {
    SimRequest(
      method: "POST", path: path,
      headers: [key, (name: "content-type", value: "Application/JSON; charset=utf-8")], body: body)
  }

  static func form(_ path: String, _ parts: [FormPart], boundary: String = "XyZ-boundary") -> SimRequest {
    let body = parts.flatMap { $0.text(boundary: boundary) } + Array("--\(boundary)--\r\n".utf8)
    return raw(path, boundary: boundary, body: body)
  }

  static func raw(_ path: String, boundary: String, body: [UInt8]) -> SimRequest {
    SimRequest(
      method: "POST", path: path,
      headers: [key, (name: "Content-Type", value: "multipart/form-data; boundary=\(boundary)")], body: body)
  }

  static func get(_ path: String, query: String = "") -> SimRequest {
    SimRequest(method: "GET", path: path, query: query, headers: [key])
  }

  /// A generation with small defaults; `fields` is JSON text that follows them.
  static func generation(
    model: String = "gpt-image-2", prompt: String = "a", size: String = "1024x640", quality: String = "low",
    _ fields: String = ""
  ) -> SimRequest {
    json(
      "/v1/images/generations",
      #"{"model":"\#(model)","prompt":"\#(prompt)","size":"\#(size)","quality":"\#(quality)"\#(fields)}"#)
  }

  static func edit(
    model: String = "gpt-image-2", prompt: String = "a", size: String = "1024x640", quality: String = "low",
    _ files: [FormPart], _ fields: [FormPart] = []
  ) -> SimRequest {
    form(
      "/v1/images/edits",
      [
        FormPart("model", model), FormPart("prompt", prompt), FormPart("size", size),
        FormPart("quality", quality),
      ] + files + fields)
  }
}

extension SimReply {
  var bytes: [UInt8] {
    switch body {
    case .whole(let bytes): bytes
    case .events(let events): Array(events.joined())
    }
  }

  var text: String { String(decoding: bytes, as: UTF8.self) }

  func read<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try serviceDecoder.decode(type, from: Data(bytes))
  }

  var failure: FailureText.Failure {
    get throws { try read(FailureText.self).error }
  }

  /// The pictures of a reply that came whole.
  func pictures() throws -> [Bitmap] {
    try read(PicturesText.self).data.map { entry in
      let file = try #require(Data(base64Encoded: entry.b64Json))
      return try PictureFile.decode([UInt8](file)).bitmap
    }
  }
}

struct FailureText: Decodable {
  struct Failure: Decodable {
    struct Details: Decodable {
      let moderationStage: String
      let categories: [String]
    }

    let message: String
    let type: String
    let code: String?
    let param: String?
    let moderationDetails: Details?
  }

  let error: Failure
}

struct UsageText: Decodable, Equatable {
  struct Details: Decodable, Equatable {
    let textTokens: Int
    let imageTokens: Int
  }

  let inputTokens: Int
  let inputTokensDetails: Details
  let outputTokens: Int
  let outputTokensDetails: Details?
  let totalTokens: Int
}

struct PicturesText: Decodable {
  struct Entry: Decodable {
    let b64Json: String
  }

  let created: Int
  let data: [Entry]
  let size: String
  let quality: String
  let background: String
  let outputFormat: String
  let usage: UsageText
  let safetyIdentifier: String?
}

extension Bitmap {
  /// Opaque noise that no two pixels share, from a seed.
  static func noise(width: Int, height: Int, seed: UInt64 = 1) -> Bitmap {
    var numbers = SplitMix64(seed: seed)
    var samples: [UInt8] = []
    samples.reserveCapacity(4 * width * height)
    for _ in 0..<width * height {
      let bits = numbers.next()
      for shift in [0, 8, 16] { samples.append(UInt8(truncatingIfNeeded: bits >> UInt64(shift))) }
      samples.append(255)
    }
    return Bitmap(width: width, height: height, samples: samples)
  }

  /// A mask file's picture: transparent inside the boxes, opaque black elsewhere.
  static func maskPicture(_ size: PixelSize, transparent boxes: [PixelRect], alpha: UInt8 = 0) -> Bitmap {
    var picture = Bitmap(
      width: size.width, height: size.height, filledWith: Colour(red: 0, green: 0, blue: 0))
    for box in boxes {
      for y in box.y..<box.maxY {
        for x in box.x..<box.maxX { picture[x, y] = Colour(red: 0, green: 0, blue: 0, alpha: alpha) }
      }
    }
    return picture
  }

  func png() throws -> [UInt8] { try PNG.encode(self, effort: .wire) }
}

/// A PNG file whose header states a size and whose image data is empty: enough for all that reads headers.
func hollowPNG(width: Int, height: Int, colourType: UInt8 = 6) -> [UInt8] {
  func bigEndian(_ value: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: value >> (24 - 8 * $0)) }
  }
  func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
    let checked = Array(name.utf8) + content
    var crc = UInt32.max
    for byte in checked {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0xEDB8_8320 : crc >> 1 }
    }
    return bigEndian(UInt32(content.count)) + checked + bigEndian(~crc)
  }
  let header = bigEndian(UInt32(width)) + bigEndian(UInt32(height)) + [8, colourType, 0, 0, 0]
  return [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", header)
    + chunk("IDAT", [0x78, 0x9C, 3, 0, 0, 0, 0, 1]) + chunk("IEND", [])
}
