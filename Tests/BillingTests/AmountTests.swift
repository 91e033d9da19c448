import Billing
import Foundation
import Testing

@Suite struct AmountTests {
  private func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  private func decoded<Value: Decodable>(_ type: Value.Type, _ text: String) throws -> Value {
    try JSONDecoder().decode(type, from: Data(text.utf8))
  }

  @Test(arguments: [
    (Reservation.free, #"{"nanodollars":0}"#),
    (.held(Money(nanodollars: 7), row: "r"), #"{"nanodollars":7,"row":"r"}"#),
    (.share(Money(nanodollars: 7)), #"{"nanodollars":7,"unpriced":true}"#),
  ])
  func reservationIsStoredInOneForm(value: Reservation, text: String) throws {
    #expect(try json(value) == text)
    #expect(try decoded(Reservation.self, text) == value)
  }

  @Test(arguments: [
    (Actual.free, #"{"nanodollars":0}"#),
    (.billed(Money(nanodollars: 7), row: "r"), #"{"nanodollars":7,"row":"r"}"#),
    (.unpriced, #"{"unpriced":true}"#),
  ])
  func actualIsStoredInOneForm(value: Actual, text: String) throws {
    #expect(try json(value) == text)
    #expect(try decoded(Actual.self, text) == value)
  }

  @Test(arguments: [
    #"{"row":"r"}"#, #"{"nanodollars":"7","row":"r"}"#, #"{"nanodollars":1000000000000001,"row":"r"}"#,
    "{}", "7",
  ])
  func refusesWhatIsNoAmount(text: String) {
    #expect(throws: DecodingError.self) { try decoded(Actual.self, text) }
    #expect(throws: DecodingError.self) { try decoded(Reservation.self, text) }
  }

  @Test func aShareWithoutItsAmountIsRefused() {
    #expect(throws: DecodingError.self) { try decoded(Reservation.self, #"{"unpriced":true}"#) }
  }

  @Test(arguments: [(1_000_000_000, 3, 333_333_333), (5, 1, 5), (2, 3, 0), (6, 3, 2)])
  func sharesNeverHoldMoreThanIsAllowed(allowed: Int64, count: Int, each: Int64) {
    let share = Reservation.share(of: Money(nanodollars: allowed), among: count)
    #expect(share == .share(Money(nanodollars: each)))
  }

  @Test func saysWhatIsHeldAndWhatIsKnown() {
    let amount = Money(nanodollars: 7)
    #expect(Reservation.free.amount == nil)
    #expect(Reservation.held(amount, row: "r").amount == amount)
    #expect(Reservation.share(amount).amount == amount)
    #expect(Actual.free.amount == .zero)
    #expect(Actual.billed(amount, row: "r").amount == amount)
    #expect(Actual.unpriced.amount == nil)
  }
}
