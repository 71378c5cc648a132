/// # Ingest
///
/// Bytes → `Document`. `Walk` lists the files below a path, `FileReader` takes one safely,
/// `Extractor` finds out what it is by its content, decides the charset, and makes a document of
/// it: title, blocks with their kinds, dates, author. Nothing is thrown away: text that is not the
/// document's own (menus, link lists) is kept as blocks of a low kind.
///
/// A file that cannot be read is an `IngestProblem` with a reason, and the run goes on. Text of any
/// shape is bounded in size, depth and time (`Limits`).
///
/// This room does not know the index, and asks `Vietnamese` for everything about letters.
