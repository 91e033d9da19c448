internal import EditModel

/// The names that a path of a file to write may hold in braces.
struct FileNaming {
  let session: String
  let round: RoundID
  /// The round's tags, in their order.
  let tags: [String]

  /// The path with `{session}`, `{round}` and `{tag}` filled in.
  ///
  /// - Throws: `Problem` with code `badValue` when `{tag}` is asked for and the round has no tag, or for another
  ///   word in braces.
  func path(_ template: String) throws(Problem) -> String {
    guard !template.contains("{tag}") || !tags.isEmpty else {
      throw Problem(
        .badValue, "{tag}", found: "round \(round) without a tag", allowed: ["the name of a tagged round"])
    }
    return try filled(
      template,
      [("{session}", session), ("{round}", round.description), ("{tag}", tags.first ?? "")])
  }

  /// One pass, so that a name that holds braces itself is not filled in again.
  private func filled(_ template: String, _ values: [(String, String)]) throws(Problem) -> String {
    var result = ""
    var rest = template[...]
    while let next = rest.first {
      if next == "{", let (key, value) = values.first(where: { rest.hasPrefix($0.0) }) {
        result += value
        rest = rest.dropFirst(key.count)
      } else if next == "{", let end = rest.firstIndex(of: "}") {
        throw Problem(
          .badValue, "file name", found: String(rest[...end]), allowed: values.map(\.0))
      } else {
        result.append(next)
        rest = rest.dropFirst()
      }
    }
    return result
  }
}
