/// XMP packets: reading and changing single properties, with everything else left byte for byte as it is.
///
/// Source: ISO 16684-1 (XMP, part 1).
package enum XMP {
  private static let rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
  private static let iptcExtension = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"

  /// States from what source a picture comes, in an existing packet or in a new one.
  ///
  /// The property is `Iptc4xmpExt:DigitalSourceType`; an earlier statement is replaced. The packet grows; its
  /// padding is kept.
  ///
  /// - Parameter packet: UTF-8; `nil` makes a packet that says nothing else.
  /// - Throws: `CodecError` with `damaged(.xmp)` when the packet cannot be read as RDF in XML.
  package static func packet(
    _ packet: [UInt8]?, stating type: DigitalSourceType
  ) throws(CodecError) -> [UInt8] {
    let base = packet ?? Array(emptyPacket.utf8)
    guard let cleared = removing([sourceType], from: base),
      let markup = XMPMarkup(cleared),
      let root = markup.tags.first(where: { markup.isName($0.name, "RDF", in: rdf) && $0.kind == .open }),
      let end = root.closing
    else { throw CodecError(.damaged(.xmp)) }
    let insertion = description(stating: type, in: markup, root: root)
    let offset = markup.tags[end].range.lowerBound
    return Array(cleared[..<offset]) + Array(insertion.utf8) + Array(cleared[offset...])
  }

  /// The source that a packet states, as the URI in it; `nil` when there is none or it cannot be read.
  package static func digitalSourceType(of packet: [UInt8]) -> String? {
    guard let markup = XMPMarkup(packet) else { return nil }
    return occurrences(of: [sourceType], in: markup).first?.value
  }

  /// The packet without what is untrue of an upright copy in a single file: TIFF's orientation, and the mark
  /// that a second, extended packet follows. A packet that cannot be read comes back as it is.
  package static func packetForUprightPicture(_ packet: [UInt8]) -> [UInt8] {
    removing([orientation, extensionMark], from: packet) ?? packet
  }

  /// The name of a property: the name space, and the part behind the prefix.
  private struct Property {
    let nameSpace: String
    let name: String
  }

  private static let sourceType = Property(nameSpace: iptcExtension, name: "DigitalSourceType")
  private static let orientation = Property(nameSpace: "http://ns.adobe.com/tiff/1.0/", name: "Orientation")
  private static let extensionMark = Property(
    nameSpace: "http://ns.adobe.com/xmp/note/", name: "HasExtendedXMP")

  /// A property of the picture itself: where it stands, and its value.
  private struct Occurrence {
    let range: Range<Int>
    let value: String
  }

  /// Most places that are taken out of a packet: a sound one states each property once.
  private static let mostOccurrences = 16

  /// `nil` when the packet cannot be read, or states the properties more often than any sound packet.
  private static func removing(_ properties: [Property], from packet: [UInt8]) -> [UInt8]? {
    guard let markup = XMPMarkup(packet) else { return nil }
    let places = occurrences(of: properties, in: markup).map(\.range)
    guard places.count <= mostOccurrences else { return nil }
    let starts = [0] + places.map(\.upperBound)
    let ends = places.map(\.lowerBound) + [packet.count]
    return zip(starts, ends).flatMap { packet[$0..<$1] }
  }

  /// Attributes of the descriptions directly in the RDF element, and elements in those, in document order.
  private static func occurrences(of properties: [Property], in markup: XMPMarkup) -> [Occurrence] {
    guard let depth = markup.tags.first(where: { markup.isName($0.name, "RDF", in: rdf) })?.depth
    else { return [] }
    func isWanted(_ name: String) -> Bool {
      properties.contains { markup.isName(name, $0.name, in: $0.nameSpace) }
    }
    var found: [Occurrence] = []
    for tag in markup.tags where tag.kind != .close {
      if tag.depth == depth + 1, markup.isName(tag.name, "Description", in: rdf) {
        found += tag.attributes.filter { isWanted($0.name) }
          .map { Occurrence(range: $0.whole, value: markup.text($0.value)) }
      } else if tag.depth == depth + 2, isWanted(tag.name) {
        found.append(occurrence(of: tag, in: markup))
      }
    }
    return found
  }

  /// The value is the element's text, or the resource that it names.
  private static func occurrence(of tag: XMPMarkup.Tag, in markup: XMPMarkup) -> Occurrence {
    let resource = tag.attributes.first { markup.isName($0.name, "resource", in: rdf) }
      .map { markup.text($0.value) }
    guard let closing = tag.closing else { return Occurrence(range: tag.range, value: resource ?? "") }
    let end = markup.tags[closing].range
    return Occurrence(
      range: tag.range.lowerBound..<end.upperBound,
      value: resource ?? markup.text(tag.range.upperBound..<end.lowerBound))
  }

  /// The subject must be the one that the packet's other descriptions state.
  private static func description(
    stating type: DigitalSourceType, in markup: XMPMarkup, root: XMPMarkup.Tag
  ) -> String {
    let prefix = root.name.prefix { $0 != ":" }
    let subject =
      markup.tags.filter { $0.depth == root.depth + 1 }.flatMap(\.attributes)
      .first { markup.isName($0.name, "about", in: rdf) }.map { markup.text($0.value) } ?? ""
    let quote = subject.contains("\"") ? "'" : "\""
    return """
      <\(prefix):Description \(prefix):about=\(quote)\(subject)\(quote) \
      xmlns:Iptc4xmpExt="\(iptcExtension)">\
      <Iptc4xmpExt:DigitalSourceType>\(type.uri)</Iptc4xmpExt:DigitalSourceType>\
      </\(prefix):Description>
      """
  }

  private static let emptyPacket = """
    <?xpacket begin="\u{FEFF}" id="W5M0MpCehiHzreSzNTczkc9d"?>
    <x:xmpmeta xmlns:x="adobe:ns:meta/">\
    <rdf:RDF xmlns:rdf="\(rdf)"></rdf:RDF></x:xmpmeta>
    <?xpacket end="w"?>
    """
}

/// From what source a picture comes, in the words of the trade.
///
/// Source: IPTC NewsCodes, controlled vocabulary *Digital Source Type*, as of 2024-09-17. Raw values are the codes.
public enum DigitalSourceType: String, CaseIterable, Hashable, Sendable {
  /// Made by a model that was trained on samples.
  case trainedAlgorithmicMedia
  /// A picture with parts made by such a model, as after inpainting or outpainting.
  case compositeWithTrainedAlgorithmicMedia
  /// Changed by an algorithm that generates nothing new.
  case algorithmicallyEnhanced
  /// Changed by people with tools that generate nothing new.
  case humanEdits

  /// The URI that stands in files.
  public var uri: String { "http://cv.iptc.org/newscodes/digitalsourcetype/\(rawValue)" }
}
