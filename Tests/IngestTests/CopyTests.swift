import Documents
import Testing

@testable import Ingest

/// Stories of an agency as papers print them.
@Suite struct CopyTests {
  private static let story = [
    "Sáng 12/10, tại xã Mỹ Thuận, lực lượng chức năng đã gia cố xong đoạn đê bao dài 40 mét bị sạt lở"
      + " trong đêm, kịp thời bảo vệ hơn 300 héc ta lúa thu đông đang vào kỳ trổ bông.",
    "Theo Ban Chỉ huy phòng chống thiên tai huyện, vết nứt được người dân phát hiện lúc 23 giờ. Ngay sau"
      + " đó, hơn 200 bộ đội, dân quân và bà con trong xã đã có mặt, dùng bao cát và cừ tràm đắp lại"
      + " phần chân đê.",
    "\"Nước lên nhanh quá, nếu chậm một tiếng nữa thì mất trắng cả cánh đồng\", ông Lê Văn Sáu, ấp Mỹ"
      + " Hoà, nói khi vừa bước lên bờ, quần áo còn lấm bùn.",
    "Dự báo trong ba ngày tới mực nước ở đầu nguồn tiếp tục lên chậm. Huyện yêu cầu các xã cử người"
      + " trực đê suốt ngày đêm và chuẩn bị sẵn vật tư ở những đoạn xung yếu.",
    "Từ đầu mùa lũ đến nay, toàn huyện có 11 điểm sạt lở với tổng chiều dài gần 2 km, thiệt hại ước"
      + " tính hơn 15 tỷ đồng, chưa có thiệt hại về người.",
  ]

  private static func sketch(_ paragraphs: [String], title: String = "") throws -> TextSketch? {
    let text = ([title] + paragraphs).filter { !$0.isEmpty }.joined(separator: "\n\n")
    return TextSketch(try document(text + "\n", name: "/tin/a.txt"))
  }

  /// Edits that papers make.
  private static let reprints: [(String, [String])] = [
    ("Cứu hơn 300 héc ta lúa trước giờ vỡ đê", story),
    ("Mỹ Thuận: Gia cố kịp thời đê bao", ["(TTXVN) - " + story[0]] + story[1...] + ["Theo TTXVN"]),
    ("Trắng đêm giữ đê", Array(story[..<4]) + ["Minh Hạnh"]),
    ("Giữ đê trong đêm", [story[0] + " (Ảnh: CTV)"] + Array(story[1...]) + ["Ảnh: Trần Quân"]),
    ("Đê Mỹ Thuận đã an toàn", story.map { $0.replacing("Hoà", with: "Hòa") }),
  ]

  @Test func `a story that papers reprint is one group`() throws {
    var groups = SketchGroups()
    for (title, text) in Self.reprints {
      groups.join(try #require(try Self.sketch(text, title: title)))
    }
    #expect(groups.copyCount == Self.reprints.count - 1)
  }

  @Test func `stories of one series are no copies of each other`() throws {
    var groups = SketchGroups()
    let places = ["Mỹ Thuận", "Tân Hoà", "An Phú", "Long Sơn", "Vĩnh Bình", "Hưng Lợi"]
    for (number, place) in places.enumerated() {
      let paragraphs = (0..<5).map { part in
        "Ngày \(number + 3)/\(part + 1), xã \(place) báo cáo đã có \(number * 37 + part * 11) hộ phải di dời,"
          + " trong đó \(prose(number * 7 + part)) Đại diện ấp số \(part + number) cho rằng"
          + " \(number + 2) cây cầu tạm cần được thay trước tháng \(number + part + 1)."
      }
      groups.join(try #require(try Self.sketch(paragraphs)))
    }
    #expect(groups.copyCount == 0)
    // The same flood, told by another reporter.
    groups.join(try #require(try Self.sketch(Self.story)))
    groups.join(
      try #require(
        try Self.sketch([
          "Hơn 200 bộ đội, dân quân và bà con xã Mỹ Thuận đã thức trắng đêm 11/10 để giữ đoạn đê bao"
            + " bên cánh đồng lúa thu đông đang trổ bông.",
          "Nghe tiếng kẻng lúc gần nửa đêm, chị Trần Thị Út chạy ra bờ kênh thì thấy nước đã tràn vào"
            + " vết nứt dài chừng bốn mươi mét. Chị gọi hàng xóm, rồi cả ấp vác bao cát ra đê.",
          "Đến sáng, đoạn đê đã vững. Chủ tịch xã cho biết sẽ xin kinh phí làm kè kiên cố ngay sau"
            + " vụ thu hoạch này, bởi đây là lần thứ ba trong năm đê bị nứt.",
        ])))
    #expect(groups.copyCount == 0)
  }

  @Test func `a sketch tells about how much two texts share`() throws {
    var random = SplitMix(seed: 11)
    let words = (0..<600).map { _ in "từ\(random.next() % 5_000)" }
    let whole = try #require(try Self.sketch([words.joined(separator: " ")]))
    for kept in [150, 300, 450, 600] {
      let part = try #require(try Self.sketch([words[..<kept].joined(separator: " ")]))
      let share = Double(kept - 2) / Double(words.count - 2)
      // Four standard errors.
      #expect(abs(whole.resemblance(part) - share) < 0.16, "\(kept)")
      #expect(TextSketch(bins: part.bins) == part)
    }
    #expect(whole.resemblance(whole) == 1)
    #expect(TextSketch(bins: [1, 2]) == nil)
  }

  @Test func `marks, case and blanks make no difference to a sketch`() throws {
    let words = (0..<60).map { "từ\($0 * 7 % 31) đê\($0)" }
    func sketch(_ text: String) throws -> TextSketch? {
      TextSketch(Document(key: try DocumentKey("a"), blocks: [Block(.paragraph, text)]))
    }
    let one = try #require(try sketch(words.joined(separator: " ")))
    let blanks = "\u{A0}\u{2003}\n\u{3000}"
    let other = words.map { "“\($0.uppercased())”," }.joined(separator: blanks)
    #expect(try sketch(other) == one)
  }

  @Test func `texts too short to tell have no sketch`() throws {
    #expect(try Self.sketch(["Trân trọng kính mời ông bà đến dự lễ khai giảng."]) == nil)
    #expect(TextSketch(Document(key: try DocumentKey("a"))) == nil)
  }

  @Test func `groups past the limit are not begun, and known ones still found`() throws {
    var groups = SketchGroups(groupLimit: 1)
    let first = try #require(try Self.sketch(Self.story))
    let other = try #require(try Self.sketch((0..<6).map { prose($0 * 3) + " \($0) \($0 * 7)" }))
    #expect(groups.join(first) == nil)
    #expect(groups.join(other) == nil)
    #expect(groups.join(other) == nil)
    #expect(groups.join(first) == 0)
    #expect(groups.copyCount == 1)
  }
}
