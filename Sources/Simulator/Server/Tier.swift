/// The limits per minute of one usage tier, for each model by itself.
///
/// - Note: Pictures and tokens: published limits of gpt-image-2, April 2026, taken for every model. Requests:
///   no limit is published; recorded headers of the real service said `1ms` for the time in which one request
///   is regained, which is 60,000 a minute.
package struct Tier: Hashable, Sendable {
  /// From 1 to 5.
  package let number: Int
  package let requests: Int
  package let images: Int
  package let tokens: Int

  package static let first = all[0]

  package static let all = [
    Tier(number: 1, requests: 60_000, images: 5, tokens: 100_000),
    Tier(number: 2, requests: 60_000, images: 20, tokens: 250_000),
    Tier(number: 3, requests: 60_000, images: 50, tokens: 800_000),
    Tier(number: 4, requests: 60_000, images: 150, tokens: 3_000_000),
    Tier(number: 5, requests: 60_000, images: 250, tokens: 8_000_000),
  ]
}
