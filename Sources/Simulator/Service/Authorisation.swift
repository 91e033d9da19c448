/// Whether a request carries a key that the service takes: any, unless it begins with `bad`.
///
/// No message repeats any part of a key.
enum Authorisation {
  static func check(_ request: SimRequest, isAzure: Bool) throws(ServiceError) {
    let azureKey = isAzure ? request.header("api-key") : nil
    guard let key = azureKey ?? bearer(request.header("Authorization")), !key.isEmpty else {
      throw refused(
        isAzure: isAzure,
        "You didn't provide an API key. Provide it in an Authorization header using Bearer auth "
          + "(Authorization: Bearer YOUR_KEY).")
    }
    guard !key.hasPrefix("bad") else {
      throw refused(isAzure: isAzure, "Incorrect API key provided.")
    }
  }

  private static func bearer(_ header: String?) -> String? {
    guard let header, header.lowercased().hasPrefix("bearer ") else { return nil }
    let key = header.dropFirst("bearer ".count)
    return key.contains(" ") ? nil : String(key)
  }

  private static func refused(isAzure: Bool, _ message: String) -> ServiceError {
    guard isAzure else { return ServiceError(status: 401, code: "invalid_api_key", message: message) }
    return ServiceError(
      status: 401, code: "401",
      message: "Access denied due to invalid subscription key or wrong API endpoint.")
  }
}
