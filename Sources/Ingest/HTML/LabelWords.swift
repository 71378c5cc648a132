/// What the class and id of an element say about it, as a set of ideas.
///
/// `class="post-content relatedPosts"` is read as the words post, content, related, posts. A word
/// run together from known ones (`relatedposts`) counts as these; a pair of words counts as one
/// when only together they mean something (`lien-quan`: related).
struct LabelWords: OptionSet, Sendable, Hashable {
  let rawValue: UInt64

  static let nav = LabelWords(rawValue: 1 << 0)
  static let breadcrumb = LabelWords(rawValue: 1 << 1)
  static let sidebar = LabelWords(rawValue: 1 << 2)
  static let footer = LabelWords(rawValue: 1 << 3)
  static let header = LabelWords(rawValue: 1 << 4)
  static let share = LabelWords(rawValue: 1 << 5)
  static let related = LabelWords(rawValue: 1 << 6)
  static let comment = LabelWords(rawValue: 1 << 7)
  static let ad = LabelWords(rawValue: 1 << 8)
  static let consent = LabelWords(rawValue: 1 << 9)
  static let signup = LabelWords(rawValue: 1 << 10)
  static let popup = LabelWords(rawValue: 1 << 11)
  static let tags = LabelWords(rawValue: 1 << 12)
  static let meta = LabelWords(rawValue: 1 << 13)
  static let author = LabelWords(rawValue: 1 << 14)
  static let date = LabelWords(rawValue: 1 << 15)
  static let pager = LabelWords(rawValue: 1 << 16)
  static let widget = LabelWords(rawValue: 1 << 17)
  static let account = LabelWords(rawValue: 1 << 18)
  static let search = LabelWords(rawValue: 1 << 19)
  static let hidden = LabelWords(rawValue: 1 << 20)
  static let gallery = LabelWords(rawValue: 1 << 21)
  static let caption = LabelWords(rawValue: 1 << 22)
  static let content = LabelWords(rawValue: 1 << 23)
  static let article = LabelWords(rawValue: 1 << 24)
  static let teaser = LabelWords(rawValue: 1 << 25)
  static let title = LabelWords(rawValue: 1 << 26)
  static let lead = LabelWords(rawValue: 1 << 27)
  static let body = LabelWords(rawValue: 1 << 28)
  static let main = LabelWords(rawValue: 1 << 29)
  static let list = LabelWords(rawValue: 1 << 30)
  static let rating = LabelWords(rawValue: 1 << 31)
  static let print = LabelWords(rawValue: 1 << 32)
  static let quote = LabelWords(rawValue: 1 << 33)
  static let contact = LabelWords(rawValue: 1 << 34)
  static let page = LabelWords(rawValue: 1 << 35)
  static let bio = LabelWords(rawValue: 1 << 36)
  static let section = LabelWords(rawValue: 1 << 37)
  /// One class of the element speaks of content and of nothing else: `class="post tag-x"`.
  static let plain = LabelWords(rawValue: 1 << 38)
  /// Takes the meaning of its two words back: `label-hidden` hides no text.
  private static let void = LabelWords(rawValue: 1 << 39)

  /// May be around a date, which `date` is known to be; the models of `MainContent` were made without.
  static let dateline = LabelWords(rawValue: 1 << 40)

  /// By bit.
  static let names = [
    "nav", "breadcrumb", "sidebar", "footer", "header", "share", "related", "comment", "ad",
    "consent", "signup", "popup", "tags", "meta", "author", "date", "pager", "widget", "account",
    "search", "hidden", "gallery", "caption", "content", "article", "teaser", "title", "lead",
    "body", "main", "list", "rating", "print", "quote", "contact", "page", "bio", "section",
    "plain",
  ]

  /// What stands around an article.
  static let aside: LabelWords = [
    .nav, .breadcrumb, .sidebar, .footer, .share, .related, .comment, .ad, .consent, .signup,
    .popup, .tags, .pager, .widget, .account, .search, .hidden, .print, .rating, .bio, .author,
    .teaser,
  ]
  private static let own: LabelWords = [.content, .article, .body, .main]

  private static let vocabulary: [(LabelWords, String)] = [
    (.nav, "nav navi navigation navbar topnav mainnav subnav menu menus submenu megamenu dropdown"),
    (.nav, "topmenu mainmenu toc sitemap danhmuc languages switcher toolbar jump"),
    (.breadcrumb, "breadcrumb breadcrumbs crumb crumbs bread brotkrumen pathway duongdan"),
    (.sidebar, "sidebar sidebars sidenav aside rail rightcol leftcol rightcolumn leftcolumn"),
    (.sidebar, "sidebox secondary tertiary marginal marginalspalte seitenleiste supplementary"),
    (.footer, "footer foot footers colophon siteinfo subfooter prefooter chantrang"),
    (.header, "header masthead topbar pagehead siteheader"),
    (
      .share, "share sharing shares shared sharebar sharebuttons social socials socialmedia addthis"
    ),
    (
      .share, "sharethis sharedaddy addtoany twitter facebook whatsapp pinterest linkedin instagram"
    ),
    (.share, "telegram xing fb follow followus shariff jetpack likes like teilen chiase zalo ssba"),
    (.related, "related relate recommend recommended recommendation recommendations similar also"),
    (.related, "outbrain taboola zergnet popular trending mostread mostviewed mostpopular latest"),
    (.related, "recent yarpp rp4wp crp readmore readnext morenews seealso alsolike upnext"),
    (.related, "youmaylike suggested suggestions suggest further weitere verwandte crosslink"),
    (
      .related,
      "lienquan tinlienquan tinmoi docthem xemthem xemnhieu docnhieu tinkhac cungchuyenmuc"
    ),
    (.related, "tincungchuyenmuc baivietlienquan tinnong noibat"),
    (.comment, "comment comments commentlist commentform disqus respond reply replies"),
    (.comment, "kommentar kommentare discussion discuss comentarios commentaires binhluan ykien"),
    (.comment, "fbcomments pingback trackback trackbacks webmention webmentions"),
    (.ad, "ad ads advert adverts advertisement advertisements advertising adsense adslot adunit"),
    (
      .ad,
      "adcontainer adwrapper sponsor sponsors sponsored sponsoring werbung anzeige anzeigen dfp"
    ),
    (.ad, "promo promos promotion promoted promobox affiliate partner partners quangcao adbox"),
    (.ad, "advads commercial doubleclick banner banners billboard skyscraper"),
    (
      .consent,
      "cookie cookies cookiebar cookiebanner consent gdpr cmp onetrust cookieconsent dsgvo"
    ),
    (.signup, "newsletter newsletters subscribe subscription subscriptions signup optin mailchimp"),
    (.signup, "paywall mc4wp abonnement subscriber donate donation spenden support cta"),
    (.popup, "popup popups modal modals overlay lightbox tooltip toast offcanvas interstitial"),
    (.tags, "tags tagcloud taglist taglinks keywords tagged posttags entrytags schlagworte tukhoa"),
    (.tags, "hashtags categories category catlinks topics topic"),
    (.meta, "meta postmeta entrymeta articlemeta metadata postinfo postdetails info infos byline"),
    (.meta, "attribution publication utility tools readtime"),
    (.author, "author authors autor autoren authorbox writer tacgia vcard contributor"),
    (.bio, "bio biography authorbio aboutauthor"),
    (.date, "date dates published time timestamp datum datetime ngaydang publish pubdate updated"),
    (.dateline, "created authored posted submitted calendar clock fecha parution thoigian ngay"),
    (.dateline, "timeago posttime pubtime createdate erstellt dateline"),
    (.pager, "pagination pager paging pagenavi prev previous next nextprev prevnext navlinks"),
    (.pager, "postnavigation postnav phantrang pagelinks"),
    (.widget, "widget widgets"),
    (.account, "login signin register registration account cart basket warenkorb wishlist user"),
    (.account, "profile logout anmelden dangnhap dangky checkout shop"),
    (.search, "search searchform searchbox suche searchbar timkiem"),
    (
      .hidden,
      "hidden hide invisible visuallyhidden sronly screenreader skip skiplink noprint nodisplay"
    ),
    (.hidden, "accessibility offscreen assistive"),
    (.gallery, "gallery galleries slider carousel slideshow swiper slick flexslider"),
    (.caption, "caption captions figcaption wpcaption imagecaption chuthich photocaption credit"),
    (.caption, "credits copyright bildunterschrift bildnachweis bilduntertitel imagetitle"),
    (.caption, "imagesource imagecredit imgmetadata imagedescription photocredit phototext"),
    (.caption, "mediacaption imagetext picturecaption"),
    (.content, "content contents contenu inhalt text fulltext richtext copy noidung chitiet prose"),
    (.content, "wysiwyg markdown detail details contentdetail maincontent"),
    (.body, "body articlebody entrybody postbody storybody bodytext bodycopy cmsbody textbody"),
    (
      .body,
      "articletext storytext articlecontent postcontent entrycontent newscontent detailcontent"
    ),
    (.body, "postentry storycontent blogcontent fckdetail noidungchitiet newsdetail articledetail"),
    (
      .article,
      "article articles post posts entry story stories hentry artikel beitrag blog blogpost"
    ),
    (.article, "node news single singlepost newsitem baiviet baibao bai paragraph paragraphs"),
    (.teaser, "teaser teasers card cards tile tiles excerpt preview snippet headlines overview"),
    (.title, "title titles headline heading headlines tieude"),
    (
      .lead, "lead lede intro introduction sapo standfirst dek deck kicker subtitle vorspann tomtat"
    ),
    (.lead, "chapeau"),
    (.main, "main primary haupt center maincol maincolumn"),
    (.list, "list listing grid items archive loop feed"),
    (.rating, "rating ratings vote votes voting poll stars danhgia score feedback"),
    (.print, "print printonly drucken inbai"),
    (.quote, "quote blockquote pullquote zitat"),
    (.contact, "contact kontakt lienhe form contactform wpcf7 formular wpforms"),
    (.page, "page wrapper wrap container site layout app root outer inner"),
    (.section, "section sections block box module row col column"),
    (.void, "labelhidden nosidebar nocomments noshare hassidebar withsidebar nowidgets nonav"),
    (.void, "clearhidden overflowhidden sidebarright sidebarleft rightsidebar leftsidebar"),
  ]

  private static let table = NameTable(
    vocabulary.flatMap { idea, words in
      words.split(separator: " ").map { (String($0), idea) }
    }, joining: { $0.union($1) })

  /// Words longer than this are not looked at: no class name has them, hostile pages may.
  private static let longestWord = 40
  private static let longestLabel = 400

  /// Reads the value of a class or id attribute.
  init(label: Span<UInt8>) {
    var reader = LabelReader()
    for i in 0..<min(label.count, Self.longestLabel) { reader.read(label[i]) }
    reader.endName()
    self = reader.found
  }

  /// Takes a label apart into names, and names into words.
  private struct LabelReader {
    var found: LabelWords = []
    private var name: LabelWords = []
    private var word: [UInt8] = []
    private var previous: [UInt8] = []
    private var previousIdeas: LabelWords = []
    private var wasLower = false

    mutating func read(_ byte: UInt8) {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"):
        word.append(byte)
        wasLower = true
      case UInt8(ascii: "A")...UInt8(ascii: "Z"):
        if wasLower { endWord() }
        word.append(byte | 0x20)
      case 0...0x20: endName()
      default: endWord()
      }
    }

    private mutating func endWord() {
      wasLower = false
      guard !word.isEmpty else { return }
      let ideas = LabelWords.ideas(in: word)
      name.formUnion(ideas)
      if !previous.isEmpty, let pair = LabelWords.table[(previous + word).span] {
        name.formUnion(pair)
        if pair.contains(.void) { name.subtract(ideas.union(previousIdeas)) }
      }
      previousIdeas = ideas
      swap(&previous, &word)
      word.removeAll(keepingCapacity: true)
    }

    mutating func endName() {
      endWord()
      if !name.isDisjoint(with: LabelWords.own), name.isDisjoint(with: LabelWords.aside) {
        name.insert(.plain)
      }
      found.formUnion(name.subtracting(.void))
      name = []
      previous.removeAll(keepingCapacity: true)
    }
  }

  init(rawValue: UInt64) { self.rawValue = rawValue }

  /// The word's own ideas, or those of the known words it is run together from.
  private static func ideas(in word: [UInt8]) -> LabelWords {
    if let known = table[word.span] { return known }
    guard word.count >= 7, word.count <= longestWord else { return [] }
    for split in 3...(word.count - 3) {
      if let head = table[word.span.extracting(0..<split)],
        let tail = table[word.span.extracting(split..<word.count)]
      {
        return head.union(tail)
      }
    }
    return []
  }
}
