/// The files of the page, as they were built into the program.
enum PageFiles {
  struct File {
    let mediaType: String
    let bytes: [UInt8]
  }

  /// The file at a path, nil when there is none.
  static func file(at path: String) -> File? {
    switch path {
    case "/": html(PackageResources.index_html)
    case "/page.css": File(mediaType: "text/css; charset=utf-8", bytes: PackageResources.page_css)
    case "/icon.svg": File(mediaType: "image/svg+xml", bytes: PackageResources.icon_svg)
    case "/page.js": script(PackageResources.page_js)
    case "/state.js": script(PackageResources.state_js)
    case "/words.js": script(PackageResources.words_js)
    case "/nodes.js": script(PackageResources.nodes_js)
    case "/archive.js": script(PackageResources.archive_js)
    case "/results.js": script(PackageResources.results_js)
    case "/filters.js": script(PackageResources.filters_js)
    case "/reader.js": script(PackageResources.reader_js)
    case "/keys.js": script(PackageResources.keys_js)
    default: nil
    }
  }

  private static func html(_ bytes: [UInt8]) -> File {
    File(mediaType: "text/html; charset=utf-8", bytes: bytes)
  }

  private static func script(_ bytes: [UInt8]) -> File {
    File(mediaType: "text/javascript; charset=utf-8", bytes: bytes)
  }
}
