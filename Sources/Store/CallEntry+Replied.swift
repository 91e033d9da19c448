package import Billing
package import EditModel

extension CallEntry {
  /// The reply is in `objects/`.
  package struct Replied: Hashable, Sendable, Codable {
    package let attempt: AttemptID
    /// The pictures as decoded; may be empty where `reply` names their files.
    package let pictures: [StoredPicture]
    package let actual: Actual
    /// The reply as it came over the network; `nil` from the embedded provider.
    package let reply: StoredReply?
    package let time: Timestamp

    package init(
      attempt: AttemptID, pictures: [StoredPicture], actual: Actual, reply: StoredReply? = nil,
      time: Timestamp
    ) {
      self.attempt = attempt
      self.pictures = pictures
      self.actual = actual
      self.reply = reply
      self.time = time
    }
  }

  /// A reply's bytes in `objects/`, its pictures apart from what was around them.
  ///
  /// With the base64 form of each cut's object put in at its offset, the envelope is again exactly what came.
  package struct StoredReply: Hashable, Sendable, Codable {
    /// One picture that was taken out.
    package struct Cut: Hashable, Sendable, Codable {
      /// Where its base64 characters stood, in bytes of the envelope.
      package let offset: Int
      /// How many they were.
      package let length: Int
      /// The bytes that they stand for.
      package let object: Digest
      /// Counted from 0, of a picture that was not finished yet; `nil` for a finished one.
      package let partial: Int?

      package init(offset: Int, length: Int, object: Digest, partial: Int? = nil) {
        self.offset = offset
        self.length = length
        self.object = object
        self.partial = partial
      }
    }

    /// The HTTP status.
    package let status: Int
    /// Head and body without the pictures.
    package let envelope: Digest
    /// By rising offset.
    package let cuts: [Cut]
    /// The tokens that the provider reported; `nil` when it reported none.
    package let usage: Usage?
    /// The report as it came.
    package let usageText: String?
    /// The provider's name for the request.
    package let requestID: String?
    /// How long the provider says that it worked.
    package let processingMilliseconds: Int?

    package init(
      status: Int, envelope: Digest, cuts: [Cut], usage: Usage? = nil, usageText: String? = nil,
      requestID: String? = nil, processingMilliseconds: Int? = nil
    ) {
      self.status = status
      self.envelope = envelope
      self.cuts = cuts
      self.usage = usage
      self.usageText = usageText
      self.requestID = requestID
      self.processingMilliseconds = processingMilliseconds
    }
  }

  /// The objects that a reply stands on, which must be on the medium before its entry is.
  var replyObjects: [Digest] {
    guard case .replied(let step) = self, let reply = step.reply else { return [] }
    return [reply.envelope] + reply.cuts.map(\.object)
  }
}
