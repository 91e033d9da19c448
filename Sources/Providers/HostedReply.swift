package import EditModel

/// A whole answer with at least one finished picture.
///
/// `envelope`, with the base64 of the payloads put back at the cuts, is the answer exactly as it came, its head
/// included.
package struct HostedReply: Sendable {
  /// The files in the answer, in its order.
  package let payloads: [Payload]
  /// The answer with the characters of the payloads left out: at most about 1 MiB, and what is damaged.
  package let envelope: [UInt8]
  /// Where they were, ascending.
  package let cuts: [Cut]
  /// Its counts are `nil` where they are not known to be the whole bill.
  package let usage: ReportedUsage?
  package let facts: ReplyFacts

  /// The finished pictures, which may be fewer than were asked for or more, at most 26.
  package var pictures: [Payload] { payloads.filter { $0.role == .picture } }

  package init(
    payloads: [Payload], envelope: [UInt8], cuts: [Cut], usage: ReportedUsage?, facts: ReplyFacts
  ) {
    self.payloads = payloads
    self.envelope = envelope
    self.cuts = cuts
    self.usage = usage
    self.facts = facts
  }

  /// A place in the envelope where base64 was left out.
  package struct Cut: Hashable, Sendable, Codable {
    /// In the envelope, in bytes from its start; several cuts may share one.
    package let offset: Int
    /// Characters that were left out: of the plain base64, or of one in which each `/` is written `\/`.
    package let length: Int
    /// Which payload stood here.
    package let payload: Int

    package init(offset: Int, length: Int, payload: Int) {
      self.offset = offset
      self.length = length
      self.payload = payload
    }
  }

  /// A file of an answer, decoded from its base64 as it is read.
  package struct Payload: ByteSource {
    package enum Role: Hashable, Sendable {
      case picture
      /// Unfinished, with its number counted from 0.
      case partial(Int)
    }

    package let role: Role
    /// The base64 characters in the answer, head included.
    package let range: Range<Int>
    let content: Base64Content

    package var byteCount: Int { content.byteCount }

    package func read(
      at offset: Int, into buffer: UnsafeMutableRawBufferPointer
    ) throws(ByteStreamError) -> Int {
      try content.read(at: offset, into: buffer)
    }

    /// The whole file.
    package func bytes() throws(ByteStreamError) -> [UInt8] {
      try bytes(in: 0..<byteCount)
    }
  }
}
