import Glibc

/// An absolute address of HTTP: https, or http where the host is this machine.
///
/// It holds no user name, no password and no fragment, and only visible ASCII; the host is in lower case and
/// an IPv4 address stands in its one plain form, so that two spellings of one origin are equal.
package struct HTTPAddress: Hashable, Sendable {
  package enum Scheme: String, Sendable {
    case http
    case https

    var port: UInt16 { self == .http ? 80 : 443 }
  }

  package let scheme: Scheme
  /// In lower case; an IPv6 address stands without its brackets.
  package let host: String
  package let port: UInt16
  /// Path and query as they are sent; the path begins with a slash.
  package let target: String

  /// - Throws: `HTTPError` with code `badAddress` for anything else, as `http:` beyond this machine.
  package init(_ text: String) throws(HTTPError) {
    guard let parts = AddressParts(text), parts.scheme == .https || Self.isLoopback(parts.host) else {
      throw HTTPError(.badAddress)
    }
    self.init(parts)
  }

  /// The address of a proxy, which may be plain http: what goes to an https address is encrypted through it.
  ///
  /// - Throws: `HTTPError` with code `badAddress`, also where there is a path or a query.
  package init(proxy text: String) throws(HTTPError) {
    guard let parts = AddressParts(text), parts.target == "/" else { throw HTTPError(.badAddress) }
    self.init(parts)
  }

  private init(_ parts: AddressParts) {
    scheme = parts.scheme
    host = parts.host
    port = parts.port
    target = parts.target
  }

  private init(_ base: HTTPAddress, target: String) {
    scheme = base.scheme
    host = base.host
    port = base.port
    self.target = target
  }

  /// Scheme, host and port in one spelling: what a key belongs to.
  package var origin: String { port == scheme.port ? "\(scheme)://\(name)" : originWithPort }

  /// The same with the port in any case: of a proxy libcurl takes another port than the scheme's for granted.
  var originWithPort: String { "\(scheme)://\(name):\(port)" }

  private var name: String { host.contains(":") ? "[\(host)]" : host }

  /// The whole address.
  package var text: String { origin + target }

  /// Whether the host is this machine by its spelling: 127.0.0.0/8, `::1` or `localhost`.
  package var isLoopback: Bool { Self.isLoopback(host) }

  private static func isLoopback(_ host: String) -> Bool {
    host == "localhost" || host == "::1" || (host.hasPrefix("127.") && AddressParts.isIPv4(host))
  }

  /// The address with more path after its own, and more query after its own.
  ///
  /// - Parameters:
  ///   - path: Segments divided by slashes; empty ones, `.` and `..` are left out, and what no path may hold
  ///     is percent-encoded.
  ///   - query: Names and values, percent-encoded here.
  package func appending(path: String, query: [(name: String, value: String)] = []) -> HTTPAddress {
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    var base = parts[0]
    while base.hasSuffix("/") { base.removeLast() }
    let more = path.split(separator: "/").filter { $0 != "." && $0 != ".." }.joined(separator: "/")
    let questions =
      parts.dropFirst().filter { !$0.isEmpty }.map(String.init)
      + query.map { Self.encoded($0.name, "") + "=" + Self.encoded($0.value, "") }
    let joined = questions.isEmpty ? "" : "?" + questions.joined(separator: "&")
    return HTTPAddress(self, target: "\(base)/\(Self.encoded(more, "/"))\(joined)")
  }

  private static func encoded(_ text: String, _ others: String) -> String {
    var result = ""
    for byte in text.utf8 {
      let character = Character(UnicodeScalar(byte))
      let isPlain =
        byte < 0x80 && (character.isLetter || character.isNumber || "-._~\(others)".contains(character))
      let digits = String(byte, radix: 16, uppercase: true)
      result += isPlain ? String(character) : "%" + (byte < 16 ? "0" : "") + digits
    }
    return result
  }
}

/// The parts of an address's text, checked.
private struct AddressParts {
  let scheme: HTTPAddress.Scheme
  let host: String
  let port: UInt16
  let target: String

  init?(_ text: String) {
    guard text.utf8.count <= 8_192, text.utf8.allSatisfy({ (0x21...0x7E).contains($0) }),
      !text.contains(where: { "\\#\"<>".contains($0) }), let mark = text.firstRange(of: "://"),
      let scheme = HTTPAddress.Scheme(rawValue: text[..<mark.lowerBound].lowercased())
    else { return nil }
    let rest = text[mark.upperBound...]
    let end = rest.firstIndex { $0 == "/" || $0 == "?" } ?? rest.endIndex
    guard let (host, port) = Self.place(rest[..<end].lowercased(), of: scheme) else { return nil }
    let target = rest[end...]
    guard !Self.hasDotSegment(target) else { return nil }
    self.scheme = scheme
    self.host = host
    self.port = port
    self.target = target.hasPrefix("/") ? String(target) : "/" + target
  }

  private static func place(_ text: String, of scheme: HTTPAddress.Scheme) -> (String, UInt16)? {
    let nameEnd: String.Index
    if text.hasPrefix("[") {
      guard let close = text.firstIndex(of: "]") else { return nil }
      nameEnd = text.index(after: close)
    } else {
      nameEnd = text.firstIndex(of: ":") ?? text.endIndex
    }
    guard let host = host(text[..<nameEnd]) else { return nil }
    let rest = text[nameEnd...]
    if rest.isEmpty { return (host, scheme.port) }
    let digits = rest.dropFirst()
    guard rest.first == ":", digits.allSatisfy(\.isWholeNumber), let port = UInt16(digits), port > 0 else {
      return nil
    }
    return (host, port)
  }

  private static func host(_ text: Substring) -> String? {
    if text.hasPrefix("[") { return canonicalIPv6(String(text.dropFirst().dropLast())) }
    let labels = text.split(separator: ".", omittingEmptySubsequences: false)
    guard text.utf8.count <= 253, labels.allSatisfy(isLabel), let last = labels.last else { return nil }
    // A last label that is a number makes an IPv4 address of it, in whichever of its many spellings.
    let isNumber = last.first?.isWholeNumber ?? false
    return isNumber && !isIPv4(String(text)) ? nil : String(text)
  }

  private static func isLabel(_ text: Substring) -> Bool {
    (1...63).contains(text.utf8.count)
      && text.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "_" }
  }

  /// Whether it is four numbers of 0 to 255 without leading zeros.
  static func isIPv4(_ text: String) -> Bool {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    return parts.count == 4 && parts.allSatisfy { part in UInt8(part).map { String($0) == part } ?? false }
  }

  private static func canonicalIPv6(_ text: String) -> String? {
    var address = in6_addr()
    guard inet_pton(AF_INET6, text, &address) == 1 else { return nil }
    var name = [CChar](repeating: 0, count: Int(INET6_ADDRSTRLEN))
    guard inet_ntop(AF_INET6, &address, &name, socklen_t(name.count)) != nil else { return nil }
    return String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func hasDotSegment(_ target: Substring) -> Bool {
    let path = target.prefix { $0 != "?" }.lowercased().replacing("%2e", with: ".")
    return path.split(separator: "/").contains { $0 == "." || $0 == ".." }
  }
}
