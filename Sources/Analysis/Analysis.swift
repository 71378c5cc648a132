/// # The room where text becomes tokens
///
/// UTF-8 text comes in, tokens go out: what was written where, filed under which form. The same
/// analyzer reads documents and queries, so a query finds what a document says.
///
/// A word is a Vietnamese syllable, a foreign word, a number, a Han or Nôm character. What people
/// write as one thing and read as several (a date, a document number, `COVID-19`) gives its parts
/// at consecutive positions and one whole form that spans them.
///
/// - `Token`: one occurrence, with byte offsets into the text as it was given.
/// - `FormTable`: the canonical and folded spelling behind a token's number.
/// - `Analyzer`: the scanner. Words that were met before cost one look into a cache by their raw
///   bytes (`HotRun`, `HotWords`, `WordCache`); rules for numbers, dates, hyphens and dots run only
///   where such a sign stands. Tests hold it against a plain twin that takes no such shortcut.
/// - `acronyms(in:tokens:forms:)`: the short forms a text explains in brackets.
///
/// This room does not know postings, fields or files. Spelling is the business of `Vietnamese`.
