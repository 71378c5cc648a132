/// # The room of letters
///
/// Everything that is true of Vietnamese writing and needs no file, no index and no clock: letters
/// and their marks, the grammar of syllables, the canonical spelling of a word and its folded
/// form, how a typed word matches a written one, legacy charsets and their repair, typing methods,
/// numbers, dates, document numbers, acronyms.
///
/// Bytes or spans of UTF-8 come in, bytes and small values go out. Nothing here knows of files,
/// documents or indexes, and nothing here imports Foundation.
///
/// - `Letters/`: one letter with its marks; the slice of Unicode other alphabets need.
/// - `Syllables/`: onset, nucleus, coda, and where the tone belongs.
/// - `Words/`: `wordForms(of:)`, the canonical and the folded key; `matchClass`, the lattice.
/// - `Numbers/`, `Dates/`, `References/`: what is written in several parts and is one thing.
/// - `Typing/`, `Alternates/`, `Names/`: what a query may have meant: raw Telex, i for y, đăk for đắk.
/// - `Charsets/`: TCVN3, VNI, VISCII and the rest; mojibake.
/// - `Tables/`: generated from the facts in `Config/tables`.
///
/// Two keys are made of every word because no single one serves. Marks tell words apart (`mặt`
/// face, `mắt` eye), so the canonical key keeps them; people search without them, so the folded
/// key groups what differs in marks only.
