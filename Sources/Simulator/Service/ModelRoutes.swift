/// What the service does at `/v1/models`: every name that still answers, with the day on which it ends.
enum ModelRoutes {
  static func list(now: Int) -> SimReply {
    let models = SimModel.all.filter { $0.isLive(at: now) }
    let objects = models.flatMap { model in model.names.map { object($0, model) } }
    return .json(.object([.init("object", .string("list")), .init("data", .array(objects))]))
  }

  static func show(_ name: String, now: Int) throws(ServiceError) -> SimReply {
    .json(object(name, try SimModel.named(name, now: now)))
  }

  private static func object(_ name: String, _ model: SimModel) -> JSONValue {
    .object([
      .init("id", .string(name)), .init("object", .string("model")),
      .init("created", .integer(model.launched.start)), .init("owned_by", .string("system")),
      .init("shutdown_date", .optional(model.ends?.text)),
    ])
  }
}
