/// The bounds of what a client may send and hold open.
package struct LoopbackLimits: Sendable {
  /// Bytes of a request's head, from its first line to the empty line; more is answered 431.
  package var headByteCount = 65_536

  /// Bytes of a request's body, chunk marks not counted; more is answered 413.
  package var bodyByteCount = 200 << 20

  /// Connections open at a time; further ones wait to be accepted.
  package var connections = 256

  /// How long a client may send nothing, between requests or inside one, or take nothing of a reply.
  package var idle = Duration.seconds(120)

  package init() {}
}
