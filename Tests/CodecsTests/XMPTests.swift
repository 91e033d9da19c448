import Codecs
import Testing

@Suite struct XMPTests {
  private static let base = "http://cv.iptc.org/newscodes/digitalsourcetype/"
  private static let spaces = """
    xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" \
    xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:ext="http://iptc.org/std/Iptc4xmpExt/2008-02-29/" \
    xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:xmpNote="http://ns.adobe.com/xmp/note/"
    """

  private static func packet(_ descriptions: String) -> [UInt8] {
    Array("<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF \(spaces)>\(descriptions)</rdf:RDF></x:xmpmeta>".utf8)
  }

  @Test(arguments: DigitalSourceType.allCases)
  func newPacketStatesTheType(type: DigitalSourceType) throws {
    let packet = try XMP.packet(nil, stating: type)
    #expect(XMP.digitalSourceType(of: packet) == Self.base + type.rawValue)
    #expect(String(decoding: packet, as: UTF8.self).hasPrefix("<?xpacket begin=\"\u{FEFF}\""))
  }

  private static let earlier = [
    "<rdf:Description rdf:about='' ext:DigitalSourceType=\"old\" dc:format='image/png'/>",
    "<rdf:Description rdf:about=''><ext:DigitalSourceType>old</ext:DigitalSourceType></rdf:Description>",
    "<rdf:Description rdf:about=''><ext:DigitalSourceType rdf:resource='old'/></rdf:Description>",
    "<rdf:Description rdf:about=''><ext:DigitalSourceType rdf:resource='old'></ext:DigitalSourceType></rdf:Description>",
  ]

  @Test(arguments: earlier) func replacesAnEarlierStatement(description: String) throws {
    let before = Self.packet(description)
    #expect(XMP.digitalSourceType(of: before) == "old")
    let after = try XMP.packet(before, stating: .humanEdits)
    #expect(XMP.digitalSourceType(of: after) == Self.base + "humanEdits")
    #expect(!String(decoding: after, as: UTF8.self).contains("old"))
  }

  @Test func keepsEverythingElse() throws {
    let description = """
      <rdf:Description rdf:about="uuid:1"><!-- <rdf:RDF> --><dc:title><rdf:Alt><rdf:li xml:lang="x-default">\
      A &lt;cat&gt; <![CDATA[</rdf:RDF>]]></rdf:li></rdf:Alt></dc:title></rdf:Description>
      """
    let text = String(
      decoding: try XMP.packet(Self.packet(description), stating: .algorithmicallyEnhanced), as: UTF8.self)
    #expect(text.contains(description))
    #expect(text.contains("<rdf:Description rdf:about=\"uuid:1\" xmlns:Iptc4xmpExt="))
  }

  @Test func leavesStatementsOfOtherThingsAlone() throws {
    // An ingredient of the picture has a source of its own.
    let nested = """
      <rdf:Description rdf:about=""><dc:relation><rdf:Bag><rdf:li rdf:parseType="Resource">\
      <ext:DigitalSourceType>theirs</ext:DigitalSourceType></rdf:li></rdf:Bag></dc:relation></rdf:Description>
      """
    let after = try XMP.packet(Self.packet(nested), stating: .humanEdits)
    #expect(String(decoding: after, as: UTF8.self).contains("theirs"))
    #expect(XMP.digitalSourceType(of: after) == Self.base + "humanEdits")
  }

  @Test func forgetsOrientationAndTheExtendedPacket() {
    let before = Self.packet(
      "<rdf:Description rdf:about='' tiff:Orientation='6' xmpNote:HasExtendedXMP='0A'>"
        + "<tiff:Orientation>6</tiff:Orientation><dc:format>image/jpeg</dc:format></rdf:Description>")
    let expected = Self.packet(
      "<rdf:Description rdf:about=''><dc:format>image/jpeg</dc:format></rdf:Description>")
    #expect(XMP.packetForUprightPicture(before) == expected)
  }

  @Test func keepsWhatStandsBetweenTheProperties() {
    let pieces = (0..<8).map { "<dc:a>\($0)</dc:a>" }
    func packet(_ property: String) -> [UInt8] {
      Self.packet(
        "<rdf:Description rdf:about=''>" + pieces.joined(separator: property) + "</rdf:Description>")
    }
    let before = packet("<tiff:Orientation>6</tiff:Orientation><xmpNote:HasExtendedXMP/>")
    #expect(XMP.packetForUprightPicture(before) == packet(""))
  }

  /// A sound packet states a property once. Taken out one by one, these would take minutes.
  @Test func leavesPacketsThatRepeatAPropertyWithoutEndAsTheyAre() {
    for (count, isRead) in [(16, true), (17, false), (500_000, false)] {
      let many = String(repeating: "<tiff:Orientation/>", count: count)
      let before = Self.packet("<rdf:Description rdf:about=''>\(many)</rdf:Description>")
      #expect((XMP.packetForUprightPicture(before) != before) == isRead)
    }
    let sources = String(repeating: "<ext:DigitalSourceType/>", count: 17)
    let packet = Self.packet("<rdf:Description rdf:about=''>\(sources)</rdf:Description>")
    let error = #expect(throws: CodecError.self) { _ = try XMP.packet(packet, stating: .humanEdits) }
    #expect(error?.code == .damaged(.xmp))
  }

  @Test func refusesPacketsOfMoreTagsThanAnyoneWrites() {
    let space = "<rdf:Description rdf:about='' tiff:Orientation='6'/>"
    for (count, isRead) in [(1000, true), (1 << 19, false)] {
      let before = Self.packet(space + String(repeating: "<a/>", count: count))
      #expect((XMP.packetForUprightPicture(before) != before) == isRead)
    }
  }

  private static let unreadable = [
    "", "no markup", "<a>", "<a></b>", "<a><b></a></b>", "<a b></a>", "<a b=c></a>", "<a b='></a>", "<",
    "<!--",
    "<![CDATA[", "<?xpacket", "<a/", "</a>", "<!DOCTYPE a [<!ENTITY b 'c'>]><a/>", "<x:xmpmeta/>",
    "<a xmlns:b='1'><c xmlns:b='2'/></a>",
  ]

  @Test(arguments: unreadable) func refusesWhatIsNoPacket(text: String) {
    let packet = Array(text.utf8)
    let error = #expect(throws: CodecError.self) { _ = try XMP.packet(packet, stating: .humanEdits) }
    #expect(error?.code == .damaged(.xmp))
    #expect(XMP.digitalSourceType(of: packet) == nil)
    #expect(XMP.packetForUprightPicture(packet) == packet)
  }

  @Test func everyCutIsSurvived() throws {
    let packet = try XMP.packet(Self.packet(Self.earlier[0]), stating: .humanEdits)
    for count in packet.indices.dropLast(12) {
      #expect(throws: CodecError.self) {
        _ = try XMP.packet(Array(packet.prefix(count)), stating: .humanEdits)
      }
    }
  }
}
