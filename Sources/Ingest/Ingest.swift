/// # Ingest
///
/// Bytes → `Document`. `Walk` lists the files below a path, `FileReader` takes one safely,
/// `Extractor` finds out what it is by its content, decides the charset, and makes documents of
/// it: title, blocks with their kinds, dates, author. Nothing is thrown away: text that is not the
/// document's own (menus, link lists) is kept as blocks of a low kind.
///
/// A file may hold any number of documents, each with a key of its own: an `Extraction` takes it
/// apart, container in container, and hands over one document at a time. `Archive` reads what
/// libarchive can unpack, in memory only; `Office`, `OLE`, `RTF` and `XML` make `OfficeText` of
/// files that name their fonts and styles; `PDF` and `Process` ask programs of other packages;
/// `Mail` and `Web` read messages, and pages as servers sent them.
///
/// `Repeats` finds blocks that the files of a folder share, or the members of a container, and makes
/// boilerplate of them.
/// `Copies` tells texts that are nearly the same, such as stories of an agency in many papers.
///
/// What cannot be read is an `IngestProblem` with a reason, and the rest goes on. Text of any shape
/// is bounded in size, depth and time (`Limits`), and so is what a file unpacks to (`Budget`).
///
/// This room does not know the index, and asks `Vietnamese` for everything about letters.
