/// Why the service refuses a request, in the service's own words: they are part of what is simulated.
struct ServiceError: Error, Hashable, Sendable {
  let status: Int
  let type: String
  let code: String?
  let param: String?
  let message: String
  /// `moderation_details`, for refused content.
  let details: JSONValue?

  init(
    status: Int = 400, type: String = "invalid_request_error", code: String?, param: String? = nil,
    message: String, details: JSONValue? = nil
  ) {
    self.status = status
    self.type = type
    self.code = code
    self.param = param
    self.message = message
    self.details = details
  }

  var reply: SimReply {
    var members: [JSONValue.Member] = [
      .init("message", .string(message)), .init("type", .string(type)), .init("param", .optional(param)),
      .init("code", .optional(code)),
    ]
    if let details { members.append(.init("moderation_details", details)) }
    return SimReply.json(.object([.init("error", .object(members))]), status: status)
  }
}

extension ServiceError {
  static func missing(_ param: String) -> ServiceError {
    ServiceError(
      code: "missing_required_parameter", param: param, message: "Missing required parameter: '\(param)'.")
  }

  static func unknown(_ param: String) -> ServiceError {
    ServiceError(code: "unknown_parameter", param: param, message: "Unknown parameter: '\(param)'.")
  }

  static func duplicate(_ param: String) -> ServiceError {
    ServiceError(
      code: "duplicate_parameter", param: param,
      message: "Duplicate parameter: '\(param)'. Only one value is allowed; for a list of files repeat "
        + "'\(param)[]'.")
  }

  static func invalidType(_ param: String, expected: String, found: String) -> ServiceError {
    ServiceError(
      code: "invalid_type", param: param,
      message: "Invalid type for '\(param)': expected \(expected), but got \(found) instead.")
  }

  static func invalidValue(_ param: String, _ message: String) -> ServiceError {
    ServiceError(code: "invalid_value", param: param, message: message)
  }

  static func unsupportedValue(_ param: String, found: String, supported: [String]) -> ServiceError {
    let names = supported.map { "'\($0)'" }
    let list = names.count < 2 ? names.joined() : names.dropLast().joined(separator: ", ") + ", and "
    let last = names.count < 2 ? "" : names[names.count - 1]
    return .invalidValue(param, "Invalid value: '\(found.prefix(64))'. Supported values are: \(list)\(last).")
  }

  static func outOfRange(_ param: String, found: Int, allowed: ClosedRange<Int>) -> ServiceError {
    let isAbove = found > allowed.upperBound
    let bound = isAbove ? "<= \(allowed.upperBound)" : ">= \(allowed.lowerBound)"
    return ServiceError(
      code: isAbove ? "integer_above_max_value" : "integer_below_min_value", param: param,
      message: "Invalid '\(param)': integer \(isAbove ? "above maximum" : "below minimum") value. "
        + "Expected a value \(bound), but got \(found) instead.")
  }

  static func tooLong(_ param: String, count: Int, limit: Int) -> ServiceError {
    ServiceError(
      code: "string_above_max_length", param: param,
      message:
        "Invalid '\(param)': string too long. Expected a string with maximum length \(limit), but got a "
        + "string with length \(count) instead.")
  }

  static func tooMany(_ param: String, count: Int, limit: Int) -> ServiceError {
    ServiceError(
      code: "array_above_max_length", param: param,
      message:
        "Invalid '\(param)': array too long. Expected an array with maximum length \(limit), but got an "
        + "array with length \(count) instead.")
  }

  static let unreadableJSON = ServiceError(
    code: nil, message: "We could not parse the JSON body of your request.")

  static func unreadableForm(_ reason: String) -> ServiceError {
    ServiceError(code: nil, message: "Could not parse the multipart form of your request: \(reason).")
  }

  /// Content that is refused; nothing is billed.
  ///
  /// - Parameter stage: `input` or `output`.
  static func moderated(stage: String, category: String) -> ServiceError {
    ServiceError(
      type: "image_generation_user_error", code: "moderation_blocked",
      message: "Your request was rejected by the safety system. safety_violations=[\(category)].",
      details: .object([
        .init("moderation_stage", .string(stage)), .init("categories", .array([.string(category)])),
      ]))
  }

  static func badImage(number: Int, param: String) -> ServiceError {
    ServiceError(
      type: "image_generation_user_error", code: "invalid_image_file", param: param,
      message: "Invalid image file or mode for image \(number), please check your image file.")
  }

  static func badMask(_ reason: String, param: String = "mask") -> ServiceError {
    ServiceError(
      type: "image_generation_user_error", code: "invalid_mask_image_format", param: param,
      message: "Invalid mask image format - \(reason)")
  }

  static func unsupportedFileType(_ found: String, param: String) -> ServiceError {
    ServiceError(
      code: "unsupported_file_mimetype", param: param,
      message:
        "Invalid file '\(param)': unsupported mimetype ('\(found.prefix(64))'). Supported file formats are "
        + "'image/jpeg', 'image/png', and 'image/webp'.")
  }

  static func modelNotFound(_ name: String) -> ServiceError {
    ServiceError(
      status: 404, code: "model_not_found", param: "model",
      message: "The model '\(name.prefix(64))' does not exist or you do not have access to it.")
  }
}
