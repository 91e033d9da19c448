/// What the service does at `/v1/files`.
struct FileRoutes {
  let shelf: FileShelf
  /// Seconds since 1970.
  let now: Int

  private static let purposes = ["assistants", "batch", "fine-tune", "vision", "user_data", "evals"]
  /// Bytes of one file at most.
  private static let fileLimit = 512 << 20
  private static let lifetimes = 3_600...2_592_000
  /// Files for batches expire by themselves after 30 days.
  private static let batchLifetime = 2_592_000

  func upload(_ request: SimRequest) throws(ServiceError) -> SimReply {
    let fields = try RequestFields(request, takesForms: true, takesJSON: false)
    try fields.requireKnown(["file", "purpose", "expires_after[anchor]", "expires_after[seconds]"])
    let files = try fields.files("file")
    guard let file = files.first else { throw .missing("file") }
    guard files.count == 1 else { throw .duplicate("file") }
    guard let purpose = try fields.choice("purpose", of: Self.purposes) else { throw .missing("purpose") }
    let lifetime = try lifetime(fields) ?? (purpose == "batch" ? Self.batchLifetime : nil)
    guard !file.bytes.isEmpty else { throw .invalidValue("file", "The file is empty.") }
    guard file.bytes.count <= Self.fileLimit,
      let stored = shelf.add(
        Array(file.bytes), name: file.fileName, purpose: purpose, now: now,
        expires: lifetime.map { now + $0 })
    else {
      throw ServiceError(
        status: 413, code: "file_too_large", param: "file", message: "The file is too large.")
    }
    return .json(stored.object)
  }

  /// Seconds until the file expires.
  private func lifetime(_ fields: RequestFields) throws(ServiceError) -> Int? {
    let seconds = try fields.integer("expires_after[seconds]", in: Self.lifetimes)
    let anchor = try fields.choice("expires_after[anchor]", of: ["created_at"])
    if seconds == nil, anchor != nil { throw .missing("expires_after[seconds]") }
    if seconds != nil, anchor == nil { throw .missing("expires_after[anchor]") }
    return seconds
  }

  /// A page of the files, newest first unless `order=asc`; `purpose`, `limit` and `after` select.
  func list(_ request: SimRequest) throws(ServiceError) -> SimReply {
    let query = QueryItems(request.query)
    var files = shelf.all(now: now)
    if query["order"] != "asc" { files.reverse() }
    if let purpose = query["purpose"] { files.removeAll { $0.purpose != purpose } }
    if let after = query["after"] { files = Array(files.drop { $0.id != after }.dropFirst()) }
    let limit = try limit(query["limit"])
    let page = files.prefix(limit)
    return .json(
      .object([
        .init("object", .string("list")), .init("data", .array(page.map(\.object))),
        .init("first_id", .optional(page.first?.id)), .init("last_id", .optional(page.last?.id)),
        .init("has_more", .bool(files.count > limit)),
      ]))
  }

  private func limit(_ text: String?) throws(ServiceError) -> Int {
    guard let text else { return 10_000 }
    guard let limit = Int(text) else {
      throw .invalidType("limit", expected: "an integer", found: "a string")
    }
    guard (1...10_000).contains(limit) else { throw .outOfRange("limit", found: limit, allowed: 1...10_000) }
    return limit
  }

  func show(_ id: String) throws(ServiceError) -> SimReply { .json(try file(id).object) }

  func content(_ id: String) throws(ServiceError) -> SimReply {
    SimReply(
      status: 200, headers: [("Content-Type", "application/octet-stream")], body: .whole(try file(id).bytes))
  }

  func delete(_ id: String) throws(ServiceError) -> SimReply {
    guard shelf.remove(id, now: now) else { throw Self.notFound(id) }
    return .json(
      .object([.init("object", .string("file")), .init("deleted", .bool(true)), .init("id", .string(id))]))
  }

  private func file(_ id: String) throws(ServiceError) -> StoredFile {
    guard let file = shelf.file(id, now: now) else { throw Self.notFound(id) }
    return file
  }

  private static func notFound(_ id: String) -> ServiceError {
    ServiceError(status: 404, code: nil, param: "id", message: "No such File object: \(id.prefix(64))")
  }
}

/// The items of a query; the first of each name, without percent decoding, which no value here needs.
struct QueryItems {
  private let items: [String: String]

  init(_ query: String) {
    let pairs = query.split(separator: "&").map { item in
      let parts = item.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return (String(parts[0]), parts.count > 1 ? String(parts[1]) : "")
    }
    items = Dictionary(pairs) { first, _ in first }
  }

  subscript(name: String) -> String? { items[name] }
}
