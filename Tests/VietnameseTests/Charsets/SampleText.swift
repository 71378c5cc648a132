/// Text of our own for charset tests: an article, and lines in other languages.
enum SampleText {
  static let vietnamese = """
    Sáng nay, phường Bến Nghé mở hội sách ở công viên bên sông. Nắng sớm vừa lên, các em học sinh \
    đã xếp hàng chờ trước cổng, tay cầm phiếu mượn sách còn thơm mùi mực.
    Bà Nguyễn Thị Hạnh, người giữ thư viện đã hai mươi năm, kể rằng những cuốn quý nhất không phải \
    là sách đắt tiền mà là các tập ghi chép của xóm: ai dựng cây cầu gỗ, nước lớn năm nào, giỗ đình \
    ngày nào. “Chữ viết giữ hộ trí nhớ của cả làng”, bà nói.
    Chiều xuống, trời đổ mưa rào; người ta kéo bạt che những chồng báo cũ, rồi đứng dưới mái hiên \
    uống trà, đọc cho nhau nghe vài trang về chuyện khuỷu sông đổi dòng, thuở còn đò ngang.
    """

  /// All letters of the alphabet in syllables, small and as capitals.
  static let pangram = """
    Ấm ứ ừ hử ữ ực ướt ườn ưởn ưỡn ượt ắc ằm ẳng ẵm ặc ấc ầm ẩm ẫm ậc ế ề ể ễ ệ ố ồ ổ ỗ ộ ớ ờ ở ỡ \
    ợ à ả ã á ạ è ẻ ẽ é ẹ ì ỉ ĩ í ị ò ỏ õ ó ọ ù ủ ũ ú ụ ỳ ỷ ỹ ý ỵ đã ăn âu êm ông ơi ưa
    """

  static let foreign = [
    "The café on the corner isn’t open — “closed for good”, says Zoë Brontë; 30 °C and £5 tea.",
    "Loïc Le Clerc and René paid 20 € for a naïve façade in Curaçao.",
    "L’été dernier, nous avons été à la fête du château : « déjà là », dit-il, garçon énervé.",
    "Où êtes-vous né ? À Nîmes, près de l’hôtel où Noël fut fêté, çà et là.",
    "Für die Übung müssen größere Mädchen früh aufstehen; „Äpfel und Öl“, sagte Jürgen süß.",
    "El niño comió más piñas que mamá, ¿qué pasó después? ¡Olé!",
    "A informação não está à disposição: São João, pão, coração, às três.",
    "På øen så vi små får; blå bær, rødgrød med fløde, hvad må jeg få?",
    "BLÅ–GRØN ÅR… LÃ… “XÃ” NHÃ” É» à» XÃ\u{A0}HỘI",
    "Zażółć gęślą jaźń. Příliš žluťoučký kůň úpěl ďábelské ódy.",
    "Привет, мир! Ελληνικά 日本語 한국어 emoji 😀 ½ ¼ © ® ™ §",
    "x² + y² = 1 ± 0,5 µm · 100 % ≥ 3 ÷ 2 × 4",
  ]

  static let cleanVietnamese = [
    "Hoà bình hòa bình, thuỷ thủy, khoẻ khỏe, quý quí; ỷ lại, loàng xoàng, ngoằn ngoèo.",
    "UBND XÃ “HOÀ AN” — NHÀ VĂN HOÁ… «khoá» ‘cá’ “ông”",
    "Vie\u{323}\u{302}t Nam trong da\u{323}ng ta\u{301}ch ro\u{31B}\u{300}i",
    "à á ã â ê ô ù ú ý: các chữ có trong Latin-1, như nhà, là, và, có, cô, tôi, không.",
    "Âu Ý Á Ê-đê Ô-lim-pích Í ới",
    "Ã", "Âu", "café", "…", "à", "Đ.",
  ]
}
